import { once } from 'node:events';
import { connect, isIP, Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import postgres from 'postgres';
import type { ServerAddress, ServerHost } from './connectionString.ts';
import { explainTlsFailure, tlsNotOffered } from './tlsFailure.ts';

/** https://www.postgresql.org/docs/current/protocol-message-formats.html */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const ERROR_RESPONSE = 'E'.charCodeAt(0);
const READY_FOR_QUERY = 'Z'.charCodeAt(0);
/** The type of a message and its length. */
const HEADER_BYTES = 5;

/**
 * Opens the socket of a connection for the driver, with TLS unless {@link ServerHost} says otherwise. Never rejects: a
 * server that cannot be reached, or does not prove who it is, is a socket that fails.
 *
 * The driver (postgres 3.4.9) does not get this right itself: after a connection was lost under a statement, it overlooks
 * that the next login is refused and tries again for ever, without a pause, and it fails the next statement with the
 * error that ended the session before. So such an error is not passed on as a message, but ends the socket.
 */
export async function openServerSocket(address: ServerAddress): Promise<Socket> {
  let failure: unknown;
  for (const target of address.hosts) {
    try {
      return holdErrors(endOnFatalError(await openSocket(target, address)));
    } catch (error) {
      failure = error;
    }
  }
  const failed = new Socket();
  setImmediate(() => failed.destroy(failure as Error));
  return failed;
}

async function openSocket(
  server: ServerHost,
  { connectTimeoutSeconds }: Pick<ServerAddress, 'connectTimeoutSeconds'>,
): Promise<Socket> {
  const { host, port, tls } = server;
  const signal = AbortSignal.timeout(connectTimeoutSeconds * 1000);
  const socket = host.startsWith('/')
    ? connect(`${host}/.s.PGSQL.${String(port)}`)
    : connect({ port, host, noDelay: true });
  try {
    await once(socket, 'connect', { signal });
    return tls === null ? socket : await secure(socket, server, tls, signal);
  } catch (error) {
    socket.destroy();
    throw signal.aborted
      ? withCode('CONNECT_TIMEOUT', `no connection to ${host}:${String(port)} in time`)
      : error;
  }
}

/** Starts TLS on a connection, and verifies the server's certificate and its name or address. */
async function secure(
  socket: Socket,
  server: ServerHost,
  tls: ConnectionOptions,
  signal: AbortSignal,
): Promise<Socket> {
  socket.write(SSL_REQUEST);
  const [answer] = (await once(socket, 'data', { signal })) as [Buffer];
  // Bytes after the "S" would come from someone in between: the server waits for the client.
  if (answer.toString('latin1') !== 'S') throw tlsNotOffered(server);
  // Without a name, Node would check an address against the name "localhost".
  const name = isIP(server.host) === 0 ? { servername: server.host } : { host: server.host };
  const secured = connectTls({ socket, ...name, ...tls });
  try {
    await once(secured, 'secureConnect', { signal });
  } catch (error) {
    throw signal.aborted ? error : explainTlsFailure(error, server);
  }
  return secured;
}

/** Ends the socket with the error that ends the session, or that the server sends before one begins. */
function endOnFatalError(socket: Socket): Socket {
  const push = socket.push.bind(socket);
  let hasBegun = false;
  // Bytes still to come of the message before, and the incomplete start of the next one.
  let remaining = 0;
  let start = Buffer.alloc(0);
  socket.push = (chunk: Buffer | null, encoding) => {
    if (chunk === null) return push(chunk, encoding);
    const bytes = start.length === 0 ? chunk : Buffer.concat([start, chunk]);
    let at = remaining;
    while (at + HEADER_BYTES <= bytes.length) {
      const type = bytes[at];
      const end = at + 1 + bytes.readUInt32BE(at + 1);
      if (type === READY_FOR_QUERY) hasBegun = true;
      if (type === ERROR_RESPONSE) {
        if (end > bytes.length) break;
        const fields = readFields(bytes.subarray(at + HEADER_BYTES, end));
        if (!hasBegun || isFatal(fields)) {
          if (at > start.length) push(bytes.subarray(start.length, at));
          socket.destroy(toError(fields));
          return false;
        }
      }
      at = end;
    }
    remaining = Math.max(0, at - bytes.length);
    start = Buffer.from(bytes.subarray(at));
    return push(chunk, encoding);
  };
  return socket;
}

/**
 * Reports an error together with the end of the socket. The driver would send statements in between, which are neither
 * sent nor ever rejected.
 */
function holdErrors(socket: Socket): Socket {
  const emit = socket.emit.bind(socket) as (event: string, ...values: unknown[]) => boolean;
  let held: unknown;
  socket.emit = (event: string, ...values: unknown[]) => {
    if (event === 'error') {
      held ??= values[0];
      return true;
    }
    if (event === 'close' && held !== undefined) emit('error', held);
    return emit(event, ...values);
  };
  return socket;
}

/** Fields of an error message by their letters. */
function readFields(bytes: Buffer): Record<string, string> {
  const texts = bytes.toString('utf8').split('\0');
  return Object.fromEntries(texts.map((field) => [field.slice(0, 1), field.slice(1)]));
}

/** Old poolers send only the severity (S) that servers translate, not V. */
function isFatal({ S: translated, V: severity = translated }: Record<string, string>): boolean {
  return severity === 'FATAL' || severity === 'PANIC';
}

/** Called fatal in any case, since the session is over; the proxies of some providers call it an error. */
function toError({ C: code = 'XX000', M: message = '' }: Record<string, string>): Error {
  return Object.assign(new postgres.PostgresError(message as never), { code, message, severity: 'FATAL' });
}

function withCode(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
