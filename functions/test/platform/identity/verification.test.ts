import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { http, type HttpFunction } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { setUserRole } from '../../../src/accounts/setUserRole.ts';
import { eventAttendees } from '../../../src/insights/eventAttendees.ts';
import { departmentOverview } from '../../../src/insights/departmentOverview.ts';
import { similarStudents } from '../../../src/people/similarStudents.ts';
import { PROJECT } from '../../support/environment.ts';
import { GoogleStandIn } from '../../support/googleStandIn.ts';
import { InMemoryAgent } from '../../support/inMemoryAgent.ts';
import { muteFirebaseLog } from '../../support/logs.ts';
import { TokenSigner, unsigned } from '../../support/tokenSigner.ts';

/** One callable for members, one for staff, one in which they see more than members, and one that cannot be undone. */
const CALLABLES = { similarStudents, departmentOverview, eventAttendees, setUserRole };

/** What lets a call through leaves it to fail for its input, or for want of a database. */
const PASSED = 'passed';

/** The accounts behind privileged calls are looked up after the input has been parsed. */
const INPUTS = {
  similarStudents: { unknown: true },
  departmentOverview: {},
  eventAttendees: { eventId: 'fair' },
  setUserRole: { unknown: true },
};

const now = (): number => Math.floor(Date.now() / 1000);

/** What Firebase Authentication says of somebody who has verified their address. */
const payload = (changes: object = {}): object => ({
  iss: `https://securetoken.google.com/${PROJECT}`,
  aud: PROJECT,
  sub: 'ada',
  user_id: 'ada',
  auth_time: now() - 60,
  iat: now() - 60,
  exp: now() + 3600,
  email: 'ada@campus.example',
  email_verified: true,
  firebase: { identities: {}, sign_in_provider: 'password' },
  ...changes,
});

const signedInWith = (provider: string, changes: object = {}): object =>
  payload({ firebase: { identities: {}, sign_in_provider: provider }, ...changes });

const NO_ADDRESS = { email: undefined, email_verified: undefined };

describe('deployed callables, with tokens verified as in production', () => {
  const undos: (() => Promise<void>)[] = [];
  let unmute: () => void;
  let google: GoogleStandIn;
  let servers: Record<keyof typeof CALLABLES, InMemoryAgent>;
  before(async () => {
    for (const name of ['FIREBASE_AUTH_EMULATOR_HOST', 'FIREBASE_DEBUG_MODE', 'FUNCTIONS_EMULATOR'])
      assert.equal(process.env[name], undefined, `${name} would skip what is tested here`);
    process.env['ALLOWED_ORIGINS'] = '["*"]';
    unmute = muteFirebaseLog();
    google = await GoogleStandIn.start((undo) => undos.push(undo));
    servers = {
      similarStudents: serve('similarStudents'),
      departmentOverview: serve('departmentOverview'),
      eventAttendees: serve('eventAttendees'),
      setUserRole: serve('setUserRole'),
    };
  });
  after(async () => {
    for (const undo of undos.reverse()) await undo();
    unmute();
    delete process.env['ALLOWED_ORIGINS'];
  });
  beforeEach(() => {
    google.accounts.clear();
    google.lookUps.length = 0;
  });
  afterEach(() => {
    google.isDown = false;
    delete process.env['ALLOWED_EMAIL_DOMAINS'];
    delete process.env['REQUIRE_APP_CHECK'];
  });

  /** Serves a function as Cloud Functions does. */
  function serve(name: keyof typeof CALLABLES): InMemoryAgent {
    http(name, CALLABLES[name] as unknown as HttpFunction);
    return new InMemoryAgent(getTestServer(name));
  }

  /** The status that a call with these headers is refused with. */
  async function refusal(name: keyof typeof CALLABLES, headers: Record<string, string>): Promise<string> {
    const answer = await servers[name].post({ data: INPUTS[name] }, headers);
    const { status, message } = (answer as { error: { status: string; message: string } }).error;
    const isAboutInput = status === 'INVALID_ARGUMENT' && message.includes('`unknown` is not a known field');
    return isAboutInput || message.startsWith('The database') ? PASSED : status;
  }

  const bearing = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

  const asks = (name: keyof typeof CALLABLES, claims: object): Promise<string> =>
    refusal(name, bearing(google.signer.sign(claims)));

  it('take what Google has signed for this project', async () => {
    assert.equal(await asks('similarStudents', payload()), PASSED);
    // The Admin SDK (13.10.0) does not compare when a token was issued with the clock, and only Google can sign one.
    const early = { iat: now() + 600, auth_time: now() + 600 };
    assert.equal(await asks('similarStudents', payload(early)), PASSED);
  });

  it('refuse tokens that Google has not signed', async () => {
    const { signer } = google;
    const other = await TokenSigner.create('key-of-somebody');
    const [header, body, signature] = signer.sign(payload()).split('.') as [string, string, string];
    const symmetric = unsigned({ alg: 'HS256', typ: 'JWT', kid: signer.kid }, payload());
    const hmac = createHmac('sha256', signer.certificate).update(symmetric).digest('base64url');
    const forged: Record<string, Record<string, string>> = {
      none: {},
      'another scheme': { authorization: 'Basic YWRhOmFkYQ==' },
      empty: bearing(''),
      garbage: bearing('garbage'),
      'three pieces of garbage': bearing('a.b.c'),
      'alg none': bearing(`${unsigned({ alg: 'none', typ: 'JWT' }, payload())}.`),
      'alg none of a known key': bearing(`${unsigned({ alg: 'none', kid: signer.kid }, payload())}.`),
      'HS256, keyed with the certificate': bearing(`${symmetric}.${hmac}`),
      'another key': bearing(other.sign(payload())),
      'another key under the name of Google’s': bearing(other.sign(payload(), signer.kid)),
      'a signature of another payload': bearing(
        `${unsigned({ alg: 'RS256', kid: signer.kid }, payload({ role: 'admin' }))}.${signature}`,
      ),
      'no signature': bearing(`${header}.${body}.`),
    };
    for (const [kind, headers] of Object.entries(forged))
      assert.equal(await refusal('similarStudents', headers), 'UNAUTHENTICATED', kind);
  });

  it('make strangers at an address wait, and nobody else there, however many they are', async () => {
    const from = (address: string, headers: Record<string, string> = {}): Promise<string> =>
      refusal('similarStudents', { 'x-forwarded-for': `198.51.100.1, ${address}`, ...headers });
    for (let call = 1; call <= 300; call += 1) assert.equal(await from('203.0.113.1'), 'UNAUTHENTICATED');
    assert.equal(await from('203.0.113.1'), 'RESOURCE_EXHAUSTED');
    assert.equal(
      await from('203.0.113.1', bearing('forged')),
      'UNAUTHENTICATED',
      'refused before they count',
    );
    assert.equal(await from('203.0.113.2'), 'UNAUTHENTICATED', 'strangers elsewhere');
    const member = bearing(google.signer.sign(payload({ sub: 'bob', user_id: 'bob' })));
    assert.equal(await from('203.0.113.1', member), PASSED, 'members at that address');
  });

  it('refuse tokens of another time, another project or nobody', async () => {
    const foreign = {
      expired: { exp: now() - 1 },
      'not valid yet': { nbf: now() + 600 },
      'another project': { aud: 'another-project' },
      'another issuer': { iss: 'https://securetoken.google.com/another-project' },
      'a session cookie': { iss: `https://session.firebase.google.com/${PROJECT}` },
      'an empty uid': { sub: '' },
      'no uid': { sub: undefined },
      'a number for a uid': { sub: 7 },
      'too long a uid': { sub: 'x'.repeat(129) },
    };
    for (const [kind, changes] of Object.entries(foreign))
      assert.equal(await asks('similarStudents', payload(changes)), 'UNAUTHENTICATED', kind);
  });

  it('let members through, and nobody else', async () => {
    const members = {
      password: payload(),
      phone: signedInWith('phone', { ...NO_ADDRESS, phone_number: '+34600000000' }),
      federated: signedInWith('google.com'),
      'federated, without an address': signedInWith('github.com', NO_ADDRESS),
      'the campus’s own provider': signedInWith('saml.campus', { email_verified: false }),
    };
    for (const [kind, member] of Object.entries(members))
      assert.equal(await asks('similarStudents', member), PASSED, kind);
    const strangers = {
      'an unverified address': payload({ email_verified: false }),
      'an address that is said to be verified': payload({ email_verified: 'true' }),
      'verified, but no address': payload({ email: undefined }),
      anonymous: signedInWith('anonymous', NO_ADDRESS),
      'anonymous with an address': signedInWith('anonymous'),
      custom: signedInWith('custom', NO_ADDRESS),
      'phone without a number': signedInWith('phone', NO_ADDRESS),
      'signed in nobody knows how': payload({ ...NO_ADDRESS, firebase: { identities: {} } }),
    };
    for (const [kind, stranger] of Object.entries(strangers))
      assert.equal(await asks('similarStudents', stranger), 'PERMISSION_DENIED', kind);
  });

  it('let only verified addresses of the campus through, if its domains are set', async () => {
    process.env['ALLOWED_EMAIL_DOMAINS'] = 'campus.example';
    const members = { password: payload(), saml: signedInWith('saml.campus', { email_verified: false }) };
    for (const [kind, member] of Object.entries(members))
      assert.equal(await asks('similarStudents', member), PASSED, kind);
    const strangers = {
      'another domain': payload({ email: 'ada@elsewhere.example' }),
      'a longer domain': payload({ email: 'ada@campus.example.evil.example' }),
      'a federated account of another domain': signedInWith('google.com', { email: 'ada@elsewhere.example' }),
      'unverified by a public provider': signedInWith('github.com', { email_verified: false }),
      'a phone': signedInWith('phone', { ...NO_ADDRESS, phone_number: '+34600000000' }),
    };
    for (const [kind, stranger] of Object.entries(strangers))
      assert.equal(await asks('similarStudents', stranger), 'PERMISSION_DENIED', kind);
  });

  it('give nothing for a role or departments that are not written exactly so', async () => {
    for (const role of [undefined, null, 'Admin', 'faculty ', '', ['admin'], { admin: true }, true, 1]) {
      const answer = await asks('departmentOverview', payload({ role, departments: ['Law'] }));
      assert.equal(answer, 'PERMISSION_DENIED', JSON.stringify(role));
    }
    assert.deepEqual(google.lookUps, [], 'nobody of them was worth a look-up');
  });

  describe('whose account has changed since the token was issued', () => {
    const claims = { role: 'faculty', departments: ['Law'] };
    const token = (): object => payload(claims);

    it('are answered if it still says what the token says', async () => {
      google.accounts.set('ada', { claims, validSince: now() - 3600 });
      assert.equal(await asks('eventAttendees', token()), PASSED);
      assert.deepEqual(google.lookUps, ['ada']);
    });

    it('refuse privileged calls at once, and others when the token expires', async () => {
      const changed = {
        disabled: { claims, disabled: true },
        revoked: { claims, validSince: now() },
        deleted: null,
        demoted: { claims: { role: 'student' } },
        'without any role': { claims: {} },
        'of another department': { claims: { role: 'faculty', departments: ['Physics'] } },
        'of no department': { claims: { role: 'faculty' } },
      };
      for (const [kind, account] of Object.entries(changed)) {
        google.accounts.clear();
        if (account !== null) google.accounts.set('ada', account);
        assert.equal(await asks('eventAttendees', token()), 'UNAUTHENTICATED', kind);
        assert.equal(await asks('similarStudents', token()), PASSED, kind);
      }
      assert.equal(google.lookUps.length, Object.keys(changed).length, 'members’ calls cost no look-up');
    });

    it('refuse privileged calls while that cannot be found out', async () => {
      google.accounts.set('ada', { claims });
      assert.equal(await asks('eventAttendees', token()), PASSED);
      google.isDown = true;
      assert.equal(await asks('eventAttendees', token()), 'UNAVAILABLE');
    });
  });

  describe('with App Check', () => {
    const appToken = (changes: object = {}, signer = google.signer): string =>
      signer.sign({
        iss: 'https://firebaseappcheck.googleapis.com/4711',
        aud: [`projects/${PROJECT}`],
        sub: '1:4711:web:campus',
        iat: now() - 60,
        exp: now() + 3600,
        jti: String(Math.random()),
        ...changes,
      });
    const from = (name: keyof typeof CALLABLES, app: string | null, claims = payload()): Promise<string> =>
      refusal(name, {
        ...bearing(google.signer.sign(claims)),
        ...(app !== null && { 'x-firebase-appcheck': app }),
      });

    it('refuse calls from anywhere but the app, if it is required', async () => {
      const other = await TokenSigner.create('key-of-somebody');
      const foreign = {
        none: null,
        garbage: 'garbage',
        'another key': appToken({}, other),
        expired: appToken({ exp: now() - 1 }),
        'another project': appToken({ aud: ['projects/another-project'] }),
        'another issuer': appToken({ iss: 'https://elsewhere.example' }),
        'an ID token': google.signer.sign(payload()),
      };
      for (const [kind, token] of Object.entries(foreign)) {
        assert.equal(await from('similarStudents', token), PASSED, `${kind}, not required`);
        process.env['REQUIRE_APP_CHECK'] = 'true';
        assert.equal(await from('similarStudents', token), 'UNAUTHENTICATED', kind);
        delete process.env['REQUIRE_APP_CHECK'];
      }
      process.env['REQUIRE_APP_CHECK'] = 'true';
      assert.equal(await from('similarStudents', appToken()), PASSED);
    });

    it('take a token once where nothing can be undone, and again elsewhere', async () => {
      process.env['REQUIRE_APP_CHECK'] = 'true';
      const administrator = payload({ role: 'admin' });
      google.accounts.set('ada', { claims: { role: 'admin' } });
      const once = appToken();
      assert.equal(await from('setUserRole', once, administrator), PASSED);
      assert.equal(await from('setUserRole', once, administrator), 'UNAUTHENTICATED');
      assert.equal(await from('similarStudents', once), PASSED);
    });
  });
});
