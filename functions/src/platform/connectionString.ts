import { readFileSync } from 'node:fs';
import { getCACertificates, type ConnectionOptions } from 'node:tls';
import { logger } from './logger.ts';
import { isThisMachine } from './thisMachine.ts';

/** One server. A host that starts with `/` is the folder of a Unix socket. */
export interface ServerHost {
  host: string;
  port: number;
  /** Options of a connection that verifies the server's certificate and name; null for a connection without TLS. */
  tls: ConnectionOptions | null;
}

/** Where to connect, and as whom. */
export interface ServerAddress {
  /** Tried in this order. */
  hosts: ServerHost[];
  user: string;
  password: string;
  database: string;
  connectTimeoutSeconds: number;
  /** Settings that the server takes when a session starts. */
  settings: Record<string, string>;
}

const DEFAULT_PORT = 5432;
const CONNECT_TIMEOUT_SECONDS = 10;

/** User and password, hosts, database, parameters. What has a meaning in a URL must be percent-encoded in each. */
const SHAPE =
  /^postgres(?:ql)?:\/\/(?:([^:@/?#\s]*)(?::([^:@/?#\s]*))?@)?([^@/?#\s]*)(?:\/([^/?#\s]*))?(?:\?([^#\s]*))?$/;

/** Parameters that the suite acts on; it ignores all others. */
const UNDERSTOOD = new Set([
  ...['application_name', 'connect_timeout', 'options'],
  ...['ssl', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'host', 'port', 'user', 'password', 'dbname'],
]);

/**
 * Reads a connection string (https://www.postgresql.org/docs/current/libpq-connect.html). Parameters meant for other
 * clients, such as `pgbouncer` or `schema`, are ignored, which the log says once.
 *
 * @param where what the string was given as, for messages
 * @throws Error with one sentence that names what cannot work, never the password
 */
export function parseConnectionString(text: string, where: string): ServerAddress {
  if (!/^postgres(ql)?:\/\//.test(text)) {
    throw invalid(`${where} is not a connection string: set it to postgres://user:password@host/database`);
  }
  const match = SHAPE.exec(text);
  if (match === null) {
    throw invalid(
      `${where} cannot be read: percent-encode : / ? # @ and spaces in the user name and the password, such as %40 for @`,
    );
  }
  const [, user = '', password = '', hosts = '', database = '', query = ''] = match;
  const parameters = new Map(new URLSearchParams(query));
  const decoded = (part: string, name: string): string => parameters.get(name) ?? decode(part, name, where);
  const address = {
    hosts: withTls(parseHosts(decoded(hosts, 'host'), parameters.get('port'), where), parameters, where),
    user: decoded(user, 'user'),
    password: decoded(password, 'password'),
    database: decoded(database, 'dbname') || decoded(user, 'user'),
    connectTimeoutSeconds: parseTimeout(parameters.get('connect_timeout'), where),
    settings: Object.fromEntries(
      [...parameters].filter(([name]) => name === 'application_name' || name === 'options'),
    ),
  };
  if (address.user === '')
    throw invalid(`${where} names no user: add one, as in postgres://user:password@host`);
  reportIgnored(
    [...parameters.keys()].filter((name) => !UNDERSTOOD.has(name)),
    where,
  );
  return address;
}

function decode(part: string, name: string, where: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalid(`the ${name} in ${where} contains a % that encodes nothing: write %25 for a %`);
  }
}

function parseHosts(list: string, commonPort: string | undefined, where: string): Omit<ServerHost, 'tls'>[] {
  return list.split(',').map((entry) => {
    const [, host = '', port = commonPort ?? String(DEFAULT_PORT)] =
      /^(\/.*|\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(entry) ?? [];
    if (host === '') throw invalid(`${where} names no host: add one, as in postgres://user:password@host`);
    const number = Number(port);
    if (!Number.isInteger(number) || number < 1 || number > 65_535) {
      throw invalid(`the port in ${where} must be a number from 1 to 65535`);
    }
    return { host: host.replace(/^\[(.*)\]$/, '$1'), port: number };
  });
}

/** What `sslmode`, or its older form `ssl`, makes of connections to this machine. Others differ only without TLS. */
const LOCAL_TLS: Record<string, boolean> = {
  ...{ disable: false, allow: false, prefer: false, false: false },
  ...{ require: true, 'verify-ca': true, 'verify-full': true, true: true },
};

/**
 * TLS always verifies the certificate and its name, whatever `sslmode` says, and only `disable` goes without it. This
 * machine needs it only if it is asked for.
 */
function withTls(
  hosts: Omit<ServerHost, 'tls'>[],
  parameters: Map<string, string>,
  where: string,
): ServerHost[] {
  const mode = parameters.get('sslmode') ?? parameters.get('ssl') ?? '';
  const isWantedLocally = mode === '' ? parameters.has('sslrootcert') : LOCAL_TLS[mode];
  if (isWantedLocally === undefined) {
    throw invalid(
      `sslmode in ${where} must be disable, allow, prefer, require, verify-ca or verify-full, not "${mode}"`,
    );
  }
  const isOff = mode === 'disable' || mode === 'false';
  const needsTls = ({ host }: { host: string }): boolean =>
    isWantedLocally || !(isOff || isThisMachine(host));
  const tls = hosts.some(needsTls) ? readCertificates(parameters, where) : null;
  return hosts.map((host) => ({ ...host, tls: needsTls(host) ? tls : null }));
}

function readCertificates(parameters: Map<string, string>, where: string): ConnectionOptions {
  const file = (name: string): Buffer | undefined => {
    const path = parameters.get(name);
    if (path === undefined || path === '') return undefined;
    try {
      return readFileSync(path);
    } catch {
      throw invalid(`${name} in ${where} names a file that cannot be read: ${path}`);
    }
  };
  const isSystem = parameters.get('sslrootcert') === 'system';
  const ca = isSystem
    ? [...getCACertificates('default'), ...getCACertificates('system')]
    : file('sslrootcert');
  const cert = file('sslcert');
  const key = file('sslkey');
  // NODE_TLS_REJECT_UNAUTHORIZED would otherwise switch the verification off.
  return { rejectUnauthorized: true, ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
}

function parseTimeout(text: string | undefined, where: string): number {
  const seconds = Number(text ?? CONNECT_TIMEOUT_SECONDS);
  if (!Number.isInteger(seconds) || seconds < 0) {
    throw invalid(`connect_timeout in ${where} must be a whole number of seconds`);
  }
  // 0 and "wait for ever" are one to other clients; a function must not wait for ever.
  return seconds === 0 ? CONNECT_TIMEOUT_SECONDS : seconds;
}

function invalid(message: string): Error {
  return Object.assign(new Error(message), { code: 'INVALID_CONNECTION_STRING' });
}

const reported = new Set<string>();

function reportIgnored(names: string[], where: string): void {
  const fresh = names.filter((name) => !reported.has(name));
  for (const name of fresh) reported.add(name);
  if (fresh.length > 0)
    logger.info('parameters of the connection string are ignored', { where, parameters: fresh });
}
