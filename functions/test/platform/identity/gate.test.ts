import assert from 'node:assert/strict';
import { DomainError } from '../../../src/platform/errors.ts';
import type { IdToken } from '../../../src/platform/identity/caller.ts';
import { parseDomains } from '../../../src/platform/identity/emailDomains.ts';
import { admit, type AppCheck, type GateSettings } from '../../../src/platform/identity/gate.ts';

const ANYBODY: GateSettings = { emailDomains: [], requiresAppCheck: false };
const CAMPUS: GateSettings = { emailDomains: ['campus.example', 'alumni.example'], requiresAppCheck: false };

const token = (provider: string, account: Partial<IdToken> = {}): IdToken => ({
  uid: 'ada',
  auth_time: 0,
  firebase: { sign_in_provider: provider },
  ...account,
});
const verified = { email: 'ada@campus.example', email_verified: true };
const unverified = { email: 'ada@campus.example', email_verified: false };

/** The code of the refusal; null when the token is let through. */
function refusal(
  idToken: IdToken | null,
  settings: GateSettings = ANYBODY,
  appCheck: AppCheck = 'none',
): string | null {
  try {
    admit(idToken, appCheck, settings);
    return null;
  } catch (error) {
    assert.ok(error instanceof DomainError);
    return error.code;
  }
}

describe('the gate', () => {
  it('lets in a verified address, a verified phone, or a federated account', () => {
    const members = [
      token('password', verified),
      token('custom', verified),
      token('phone', { phone_number: '+34600000000' }),
      token('password', { ...unverified, phone_number: '+34600000000' }),
      token('google.com', verified),
      token('saml.campus'),
      token('oidc.campus', unverified),
    ];
    for (const member of members) assert.equal(refusal(member), null, JSON.stringify(member));
  });

  it('keeps out nobody, guests, and accounts that nothing vouches for', () => {
    assert.equal(refusal(null), 'not-signed-in');
    const strangers = [
      token('anonymous'),
      token('anonymous', verified),
      token('password', unverified),
      token('password', { email: 'ada@campus.example' }),
      token('password', { email_verified: true }),
      token('custom'),
      token('custom', unverified),
      token('phone'),
      // Ways to sign in that are not known here.
      token('passkey', unverified),
      token(''),
    ];
    for (const stranger of strangers)
      assert.equal(refusal(stranger), 'not-a-member', JSON.stringify(stranger));
  });

  it('lets in only verified addresses of the campus, if its domains are set', () => {
    assert.equal(refusal(token('password', verified), CAMPUS), null);
    assert.equal(refusal(token('google.com', { ...verified, email: 'Ada@ALUMNI.example' }), CAMPUS), null);
    assert.equal(refusal(token('saml.campus', unverified), CAMPUS), null, 'the campus’s own provider');
    const quoted = { ...verified, email: '"ada@home.example"@campus.example' };
    assert.equal(refusal(token('password', quoted), CAMPUS), null, 'the domain follows the last @');
    const foreign = [
      token('password', { ...verified, email: 'ada@elsewhere.example' }),
      token('password', { ...verified, email: 'ada@campus.example.evil.example' }),
      token('password', { ...verified, email: 'ada@sub.campus.example' }),
      token('password', { ...verified, email: 'campus.example' + '@evil.example' }),
      token('password', { ...verified, email: 'ada@campus.example@evil.example' }),
      token('github.com', unverified),
      token('microsoft.com', unverified),
      token('login.saml.example', unverified),
      token('phone', { phone_number: '+34600000000' }),
      token('saml.campus'),
      token('saml.campus', { email: 'ada@elsewhere.example' }),
    ];
    for (const stranger of foreign)
      assert.equal(refusal(stranger, CAMPUS), 'not-a-member', JSON.stringify(stranger));
  });

  it('requires an unused App Check token where App Check is required', () => {
    const settings = { ...ANYBODY, requiresAppCheck: true };
    const member = token('password', verified);
    assert.equal(refusal(member, settings, 'genuine'), null);
    for (const appCheck of ['none', 'replayed'] as const) {
      assert.equal(refusal(member, settings, appCheck), 'not-genuine');
      assert.equal(refusal(member, ANYBODY, appCheck), null);
    }
  });

  it('reads domains from a comma-separated list', () => {
    assert.deepEqual(parseDomains(' Campus.Example, @alumni.example ,,'), [
      'campus.example',
      'alumni.example',
    ]);
    assert.deepEqual(parseDomains(''), []);
  });
});
