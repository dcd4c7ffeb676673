/** Who counts as a member, by how they signed in: the same as in src/platform/identity/gate.ts. */
import assert from 'node:assert/strict';
import { get, testRules, type Person } from './support.ts';

const CAMPUS = { email: 'ada@campus.example' };
const ELSEWHERE = { email: 'ada@elsewhere.example' };
const VERIFIED = { email_verified: true };
const UNVERIFIED = { email_verified: false };
const NO_ADDRESS = { email: undefined, email_verified: undefined };
const PHONE = { ...NO_ADDRESS, phone_number: '+34600000000' };

/** Provider and claims; whether that makes a member when any address does, and when only one of the campus does. */
const TABLE: [string, Record<string, unknown>, { any: boolean; campus: boolean }][] = [
  ['password', { ...CAMPUS, ...VERIFIED }, { any: true, campus: true }],
  ['password', { ...CAMPUS, ...UNVERIFIED }, { any: false, campus: false }],
  ['password', { ...CAMPUS, email_verified: 'true' }, { any: false, campus: false }],
  ['password', { ...CAMPUS, email_verified: undefined }, { any: false, campus: false }],
  ['password', { ...ELSEWHERE, ...VERIFIED }, { any: true, campus: false }],
  ['password', { email: 'Ada@Campus.Example', ...VERIFIED }, { any: true, campus: true }],
  ['password', { email: 'ada@mail.campus.example', ...VERIFIED }, { any: true, campus: false }],
  ['password', { email: 'ada@notcampus.example', ...VERIFIED }, { any: true, campus: false }],
  ['password', { email: 'ada@campus.example.org', ...VERIFIED }, { any: true, campus: false }],
  [
    'password',
    { email: '"ada@campus.example"@elsewhere.example', ...VERIFIED },
    { any: true, campus: false },
  ],
  ['password', { email: 'campus.example', ...UNVERIFIED }, { any: false, campus: false }],
  ['phone', PHONE, { any: true, campus: false }],
  ['google.com', { ...CAMPUS, ...VERIFIED }, { any: true, campus: true }],
  ['google.com', { ...ELSEWHERE, ...VERIFIED }, { any: true, campus: false }],
  ['facebook.com', { ...CAMPUS, ...UNVERIFIED }, { any: true, campus: false }],
  ['saml.campus', { ...CAMPUS, ...UNVERIFIED }, { any: true, campus: true }],
  ['oidc.campus', { ...CAMPUS, ...UNVERIFIED }, { any: true, campus: true }],
  ['saml.campus', { ...ELSEWHERE, ...VERIFIED }, { any: true, campus: false }],
  ['saml.campus', NO_ADDRESS, { any: true, campus: false }],
  ['custom', NO_ADDRESS, { any: false, campus: false }],
  ['custom', { ...CAMPUS, ...VERIFIED }, { any: true, campus: true }],
  ['custom', PHONE, { any: true, campus: false }],
  ['anonymous', NO_ADDRESS, { any: false, campus: false }],
  ['anonymous', { ...CAMPUS, ...VERIFIED }, { any: false, campus: false }],
  ['anonymous', PHONE, { any: false, campus: false }],
];

describe('firestore.rules: who is a member', () => {
  const settings = {
    any: testRules('demo-rules-gate-any'),
    campus: testRules('demo-rules-gate-campus', ['other.example', 'campus.example']),
  };

  for (const [provider, claims, expected] of TABLE) {
    for (const setting of ['any', 'campus'] as const) {
      const verdict = expected[setting] ? 'admits' : 'refuses';
      const domains = setting === 'any' ? 'any domain' : 'addresses of the campus only';
      it(`with ${domains}, ${verdict} ${provider} with ${JSON.stringify(claims)}`, async function () {
        this.timeout(30_000);
        const firebase = { sign_in_provider: provider, identities: {} };
        const person: Person = { uid: 'ada', token: { ...claims, firebase } as Person['token'] };
        assert.equal(await settings[setting].isAllowed(person, get('events/any')), expected[setting]);
      });
    }
  }
});
