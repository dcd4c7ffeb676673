import assert from 'node:assert/strict';
import { getCACertificates } from 'node:tls';
import { parseConnectionString } from '../../src/platform/connectionString.ts';
import { logged } from '../support/logs.ts';

const parse = (text: string): ReturnType<typeof parseConnectionString> =>
  parseConnectionString(text, '--database-url');
const withParameters = (query: string): ReturnType<typeof parseConnectionString> =>
  parse(`postgres://user:pass@db.example/talent?${query}`);
const serversOf = ({ hosts }: ReturnType<typeof parse>): [string, number][] =>
  hosts.map(({ host, port }) => [host, port]);
const tlsOf = (text: string): boolean[] => parse(text).hosts.map(({ tls }) => tls !== null);

describe('a connection string', () => {
  it('says where to connect, and as whom', () => {
    const cases: Record<
      string,
      [host: string, port: number, user: string, password: string, database: string]
    > = {
      'postgres://u:p@db.example/talent': ['db.example', 5432, 'u', 'p', 'talent'],
      'postgresql://u:p@db.example:6543': ['db.example', 6543, 'u', 'p', 'u'],
      'postgres://u@[::1]:5433/talent': ['::1', 5433, 'u', '', 'talent'],
      'postgres://a%40b:p%25%2F%3A%23%3F%40@db.example/t%20x': ['db.example', 5432, 'a@b', 'p%/:#?@', 't x'],
      'postgres://u:p@/talent?host=/cloudsql/a:b:c': ['/cloudsql/a:b:c', 5432, 'u', 'p', 'talent'],
      'postgres://u:p@%2Fvar%2Frun/talent': ['/var/run', 5432, 'u', 'p', 'talent'],
      'postgres:///talent?host=db.example&user=u&password=p%40&port=6000': [
        'db.example',
        6000,
        'u',
        'p@',
        'talent',
      ],
    };
    for (const [text, [host, port, user, password, database]] of Object.entries(cases)) {
      const address = parse(text);
      assert.deepEqual([address.user, address.password, address.database], [user, password, database], text);
      assert.deepEqual(serversOf(address), [[host, port]], text);
    }
    assert.deepEqual(serversOf(parse('postgres://u:p@a.example,b.example:6000/t')), [
      ['a.example', 5432],
      ['b.example', 6000],
    ]);
  });

  it('may contain parameters for other clients, which the log names once', () => {
    const others = [
      ...['pgbouncer=true', 'connection_limit=1', 'schema=public', 'pool_timeout=20', 'keepalives=1'],
      ...['channel_binding=require', 'target_session_attrs=read-write', 'search_path=x', 'unheard_of=1'],
    ];
    for (const query of [others.join('&'), others.join('&')]) {
      const address = withParameters(query);
      assert.deepEqual(address.settings, {});
      assert.deepEqual(serversOf(address), [['db.example', 5432]]);
    }
    const entries = logged('info').filter(({ message }) => message.includes('ignored'));
    assert.equal(entries.length, 1);
    assert.match(JSON.stringify(entries[0]), /pgbouncer.*schema.*channel_binding/);
  });

  it('may set what the suite understands', () => {
    const { settings, connectTimeoutSeconds } = withParameters(
      'application_name=night&options=-c%20lc_messages%3DC&connect_timeout=3',
    );
    assert.deepEqual(settings, { application_name: 'night', options: '-c lc_messages=C' });
    assert.equal(connectTimeoutSeconds, 3);
    assert.equal(withParameters('connect_timeout=0').connectTimeoutSeconds, 10);
  });

  const others = [
    'db.example',
    '192.0.2.1',
    '[2001:db8::1]',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
  ];
  const local = [
    'localhost',
    'LOCALHOST',
    '127.0.0.1',
    '127.1.2.3',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '%2Fvar%2Frun',
  ];

  it('to another machine asks for verified TLS, whatever its sslmode, unless that is "disable"', () => {
    for (const host of [...others, '127.1', '0.0.0.0', 'localhost.', 'postgres', '[::2]', '2130706433']) {
      for (const query of [
        '',
        'sslmode=allow',
        'sslmode=prefer',
        'ssl=true',
        'sslmode=verify-ca',
        'sslmode=require',
      ]) {
        const [server] = parse(`postgres://u:p@${host}/t?${query}`).hosts;
        assert.deepEqual(server?.tls, { rejectUnauthorized: true }, `${host} ${query}`);
      }
      assert.deepEqual(tlsOf(`postgres://u:p@${host}/t?sslmode=disable`), [false], host);
    }
  });

  it('to this machine asks for TLS only if it says so', () => {
    for (const host of local) {
      for (const query of ['', 'sslmode=allow', 'sslmode=prefer', 'sslmode=disable', 'ssl=false']) {
        assert.deepEqual(tlsOf(`postgres://u:p@${host}/t?${query}`), [false], `${host} ${query}`);
      }
      for (const query of [
        'sslmode=require',
        'sslmode=verify-ca',
        'sslmode=verify-full',
        'sslrootcert=system',
      ]) {
        assert.deepEqual(tlsOf(`postgres://u:p@${host}/t?${query}`), [true], `${host} ${query}`);
      }
    }
  });

  it('to several machines asks each one that is not this one for TLS', () => {
    assert.deepEqual(tlsOf('postgres://u:p@localhost,db.example/t'), [false, true]);
  });

  it('with sslrootcert=system trusts the authorities of the system, too', () => {
    const [server] = withParameters('sslrootcert=system').hosts;
    assert.deepEqual(server?.tls?.ca, [...getCACertificates('default'), ...getCACertificates('system')]);
  });

  const impossible: Record<string, [text: string, problem: RegExp]> = {
    'has another scheme': ['mysql://user:hunter2@db.example/talent', /is not a connection string/],
    'is no URL': ['host=db.example password=hunter2', /is not a connection string/],
    'has no host': ['postgres://user:hunter2@/talent', /names no host/],
    'has no user': ['postgres://db.example/talent', /names no user/],
    'has an unescaped % in its password': ['postgres://user:hunter2%ss@db.example/talent', /the password in/],
    'has an unescaped @ in its password': ['postgres://user:hunt@er2@db.example/talent', /percent-encode/],
    'has an unescaped # in its password': ['postgres://user:hunter2#x@db.example/talent', /percent-encode/],
    'has an unescaped / in its password': ['postgres://user:hunter2/x@db.example/talent', /percent-encode/],
    'has a port that is none': ['postgres://user:hunter2@db.example:99999/talent', /the port in/],
    'has a file that is not there': [
      'postgres://u:hunter2@db.example/t?sslmode=verify-full&sslrootcert=/x.pem',
      /sslrootcert in .*\/x\.pem/,
    ],
    'names a file without sslmode': [
      'postgres://u:hunter2@db.example/t?sslrootcert=/x.pem',
      /sslrootcert in .*\/x\.pem/,
    ],
    'has an unknown sslmode': ['postgres://u:hunter2@db.example/t?sslmode=strict', /sslmode in/],
    'has a timeout that is none': [
      'postgres://u:hunter2@db.example/t?connect_timeout=soon',
      /connect_timeout in/,
    ],
  };
  for (const [fault, [text, problem]] of Object.entries(impossible)) {
    it(`that ${fault} is refused in one sentence, without the password`, () => {
      for (const where of ['--database-url', 'the secret DATABASE_URL']) {
        assert.throws(
          () => parseConnectionString(text, where),
          ({ message }: Error) =>
            problem.test(message) &&
            message.includes(where) &&
            !/hunter2|hunt@|ss@/.test(message) &&
            !message.includes('\n'),
        );
      }
    });
  }
});
