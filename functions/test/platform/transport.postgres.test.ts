import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, chown, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { startPostgres } from '../../../scripts/local/postgres.ts';
import { call } from '../../src/platform/callable.ts';
import { isUnavailable } from '../../src/platform/databaseErrors.ts';
import { connect, type Sql } from '../../src/platform/postgres.ts';
import { CertificateMaker, type Certificate } from '../support/certificates.ts';
import { memberToken } from '../../../scripts/lib/callContext.ts';
import { POLICY } from '../../src/platform/identity/policy.ts';
import { withoutRedis } from '../support/dependencies.ts';
import { logged } from '../support/logs.ts';
import '../support/reservedHosts.ts';

const NAME = 'db.campus.test';
const ADDRESS = '192.0.2.1';
const RESERVED_HOSTS = join(import.meta.dirname, '../support/reservedHosts.ts');

/** What a certificate is for, if not for the host that is connected to. */
const IMPOSTORS: Record<string, [host: string, names: string]> = {
  'another name': [NAME, 'DNS:db.elsewhere.test,IP:192.0.2.1'],
  'a name that only begins alike': [NAME, 'DNS:db.campus.test.evil.test'],
  'another address': [ADDRESS, 'IP:192.0.2.2,IP:127.0.0.1'],
  'the name "localhost", at an address': [ADDRESS, 'DNS:localhost'],
  'a name, at an address': [ADDRESS, `DNS:${NAME}`],
};

describe('a connection to Postgres on another machine', () => {
  const undo: (() => Promise<void>)[] = [];
  let directory: string;
  let url: URL;
  let admin: Sql;
  let maker: CertificateMaker;
  let authority: Certificate;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'certificates-'));
    await chmod(directory, 0o755);
    undo.push(() => rm(directory, { recursive: true }));
    url = new URL(await startPostgres((stop) => undo.push(stop)));
    admin = connect(url.href, { max: 1 });
    undo.push(() => admin.end());
    maker = new CertificateMaker(directory);
    authority = await maker.selfSigned('authority');
  });
  after(async () => {
    while (undo.length > 0) await undo.pop()?.();
  });

  /** Makes the server use a certificate, or no TLS at all. */
  async function serve(certificate: Certificate | null): Promise<void> {
    const settings: Record<string, string> = { ssl: certificate === null ? 'off' : 'on' };
    if (certificate !== null) {
      await giveToServer(certificate.key);
      Object.assign(settings, { ssl_cert_file: certificate.cert, ssl_key_file: certificate.key });
    }
    for (const [name, value] of Object.entries(settings)) {
      await admin.unsafe(`alter system set ${name} = '${value}'`);
    }
    await admin`select pg_reload_conf()`;
    for (const [name, value] of Object.entries(settings)) {
      while ((await settingOfNewSession(name)) !== value) await new Promise((done) => setTimeout(done, 10));
    }
  }

  /** The server takes only keys that nobody else can read. */
  async function giveToServer(key: string): Promise<void> {
    const [row] = await admin<{ data_directory: string }[]>`show data_directory`;
    const { uid, gid } = await stat(row?.data_directory ?? '');
    await chmod(key, 0o600);
    await chown(key, uid, gid);
  }

  async function settingOfNewSession(name: string): Promise<string> {
    const session = connect(url.href, { max: 1 });
    const [row] = await session<{ value: string }[]>`select current_setting(${name}) as value`;
    await session.end();
    return row?.value ?? '';
  }

  function urlOf(host: string, query = `sslrootcert=${authority.cert}`): string {
    return `postgres://postgres:password@${host}:${url.port}/postgres?${query}`;
  }

  /** Whether a connection is encrypted. */
  async function isEncrypted(text: string): Promise<boolean> {
    const sql = connect(text, { max: 1 });
    try {
      const [row] = await sql<{ ssl: boolean }[]>`select ssl from pg_stat_ssl where pid = pg_backend_pid()`;
      return row?.ssl ?? false;
    } finally {
      await sql.end({ timeout: 1 });
    }
  }

  async function assertRefused(text: string, advice: RegExp): Promise<void> {
    await assert.rejects(isEncrypted(text), (error: Error) => {
      assert.match(error.message, advice);
      assert.doesNotMatch(error.message, /password|\n|\. /);
      assert.ok(isUnavailable(error));
      return true;
    });
  }

  it('is encrypted if the certificate is for its name or its address', async () => {
    await serve(await maker.signedBy(authority, 'right', `DNS:${NAME},IP:${ADDRESS}`));
    for (const host of [NAME, ADDRESS]) {
      assert.equal(await isEncrypted(urlOf(host)), true);
      assert.equal(await isEncrypted(urlOf(host, `sslmode=prefer&sslrootcert=${authority.cert}`)), true);
    }
  });

  it('is not encrypted only if the connection string says so', async () => {
    await serve(await maker.signedBy(authority, 'unused', `DNS:${NAME}`));
    assert.equal(await isEncrypted(urlOf(NAME, 'sslmode=disable')), false);
  });

  for (const [fault, [host, names]] of Object.entries(IMPOSTORS)) {
    it(`is refused if the certificate is for ${fault}`, async () => {
      await serve(await maker.signedBy(authority, fault.replace(/\W/g, ''), names));
      for (const mode of ['', '&sslmode=prefer', '&sslmode=verify-ca', '&sslmode=require']) {
        await assertRefused(`${urlOf(host)}${mode}`, /is for another name: correct the host/);
      }
    });
  }

  it('is refused if the certificate has expired', async () => {
    await serve(await maker.signedBy(authority, 'expired', `DNS:${NAME}`, -1));
    await assertRefused(urlOf(NAME), /has expired: renew it/);
  });

  it('is refused if the certificate is signed by itself, or by an unknown authority', async () => {
    await serve(await maker.selfSigned('alone', `DNS:${NAME}`));
    await assertRefused(urlOf(NAME), /no authority that is known here: add sslrootcert=PATH/);
    await serve(await maker.signedBy(authority, 'unknown', `DNS:${NAME}`));
    await assertRefused(urlOf(NAME, ''), /no authority that is known here: add sslrootcert=PATH/);
  });

  it('is refused although the environment switches verification off', async () => {
    await serve(await maker.selfSigned('tolerated', `DNS:${NAME}`));
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      await assertRefused(urlOf(NAME), /no authority that is known here/);
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
  });

  it('is refused if the server offers no TLS', async () => {
    await serve(null);
    for (const query of ['', 'sslmode=prefer', 'sslmode=require']) {
      await assertRefused(urlOf(NAME, query), /offers no TLS: enable it there, or add sslmode=disable/);
    }
  });

  it('that is refused makes callables answer "unavailable", and the log says why', async () => {
    await serve(await maker.selfSigned('callable', `DNS:${NAME}`));
    const sql = connect(urlOf(NAME), { max: 1 });
    const definition = {
      name: 'ping',
      description: 'Says whether the database answers.',
      output: z.int(),
      errors: [],
      access: POLICY.similarStudents,
      input: z.strictObject({}),
      handle: async ({ sql: opened }: { sql: Sql }) => (await opened`select 1`).length,
    };
    await assert.rejects(
      call(definition, { token: memberToken('ada'), data: {} }, withoutRedis(sql, new Date())),
      {
        code: 'unavailable',
        message: 'The database cannot be reached: try again later.',
      },
    );
    const [entry] = logged('error');
    assert.match(JSON.stringify(entry?.fields), /no authority that is known here: add sslrootcert=PATH/);
    assert.doesNotMatch(JSON.stringify(logged()), /postgres:password/);
    await sql.end();
  });

  it('that is refused makes commands fail with that sentence', async () => {
    await serve(await maker.selfSigned('command', `DNS:${NAME}`));
    const scripts = join(import.meta.dirname, '../../../scripts');
    for (const command of ['migrate', 'jobs']) {
      const running = promisify(execFile)(process.execPath, [
        ...['--disable-warning=ExperimentalWarning', '--import', RESERVED_HOSTS],
        ...[join(scripts, `${command}.ts`), '--database-url', urlOf(NAME)],
      ]);
      await assert.rejects(running, {
        code: 1,
        stderr: `the certificate of the server ${NAME}:${url.port} was issued by no authority that is known here: add sslrootcert=PATH with the certificate of its authority to the connection string\n`,
      });
    }
  });
});
