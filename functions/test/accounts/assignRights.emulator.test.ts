import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mock } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { assignRights } from '../../src/accounts/roles/assignRights.ts';
import { rightsOf, type Rights } from '../../src/accounts/roles/rights.ts';
import { DomainError, type ErrorCode } from '../../src/platform/errors.ts';
import type { Firestore } from '../../src/platform/firestore.ts';
import type { Role } from '../../src/platform/identity/caller.ts';
import { emulatedAccounts } from '../support/accounts.ts';
import { emptyFirestore } from '../support/firestore.ts';

const ADMIN: Rights = { role: 'admin', departments: [] };
const FACULTY: Rights = { role: 'faculty', departments: ['Design', 'Law'] };
const STUDENT: Rights = { role: 'student', departments: [] };

describe('assigning rights', () => {
  let firestore: Firestore;
  beforeEach(() => {
    ({ firestore } = emptyFirestore());
  });
  afterEach(async () => {
    mock.restoreAll();
    await firestore.terminate();
  });

  /** Somebody with an account, a profile and these rights. */
  async function person(rights: Rights = STUDENT): Promise<string> {
    const uid = randomUUID();
    await emulatedAccounts().createUser({ uid });
    await firestore.doc(`users/${uid}`).set({ name: 'X', role: 'student' });
    if (rights !== STUDENT) await assignRights(firestore, uid, rights);
    return uid;
  }

  interface State {
    claims: Rights;
    mirror: unknown;
    listed: boolean;
  }

  async function stateOf(uid: string): Promise<State> {
    const { customClaims } = await emulatedAccounts().getUser(uid);
    const list = await firestore.doc('system/administrators').get();
    return {
      claims: rightsOf(customClaims),
      mirror: (await firestore.doc(`users/${uid}`).get()).get('role'),
      listed: ((list.get('uids') ?? []) as string[]).includes(uid),
    };
  }

  const settled = (rights: Rights): State => ({
    claims: rights,
    mirror: rights.role,
    listed: rights.role === 'admin',
  });

  const lastSignedOut = async (uid: string): Promise<number> =>
    Date.parse((await emulatedAccounts().getUser(uid)).tokensValidAfterTime ?? '1970-01-01');

  function refusal(code: ErrorCode) {
    return (error: unknown) => error instanceof DomainError && error.code === code;
  }

  type Step = 'unlisting' | 'claims' | 'revocation' | 'mirror' | 'listing';

  /** Lets a step fail once, before or after it has taken effect. */
  function failOnce(step: Step, when: 'before' | 'after'): void {
    const auth = emulatedAccounts();
    // All references share their methods.
    const references = Object.getPrototypeOf(firestore.doc('users/x')) as object;
    const [owner, method] = {
      unlisting: [firestore, 'runTransaction'] as const,
      claims: [auth, 'setCustomUserClaims'] as const,
      revocation: [auth, 'revokeRefreshTokens'] as const,
      mirror: [references, 'update'] as const,
      listing: [references, 'set'] as const,
    }[step];
    const original = Reflect.get(owner, method) as (...args: unknown[]) => Promise<unknown>;
    const failing = mock.method(
      owner,
      method as never,
      async function (this: unknown, ...args: unknown[]) {
        failing.mock.restore();
        if (when === 'after') await original.apply(this, args);
        throw new Error('injected');
      } as never,
    ) as { mock: { restore: () => void } };
  }

  const LOSS: Step[] = ['claims', 'revocation', 'mirror'];
  const CHANGES: [Rights, Rights, Step[]][] = [
    [STUDENT, FACULTY, ['mirror', 'claims']],
    [STUDENT, ADMIN, ['mirror', 'claims', 'listing']],
    [FACULTY, STUDENT, LOSS],
    [FACULTY, { role: 'faculty', departments: ['Law'] }, LOSS],
    [FACULTY, ADMIN, [...LOSS, 'listing']],
    [ADMIN, FACULTY, ['unlisting', ...LOSS]],
    [ADMIN, STUDENT, ['unlisting', ...LOSS]],
  ];

  for (const [before, after, steps] of CHANGES) {
    const named = ({ role, departments }: Rights): string => [role, ...departments].join(' ');
    it(`fails closed at every step from ${named(before)} to ${named(after)}, and repeating completes it`, async () => {
      await person(ADMIN);
      const interrupted: { uid: string; at: string; signedOut: number }[] = [];
      for (const [index, step] of steps.entries()) {
        for (const when of ['before', 'after'] as const) {
          const uid = await person(before);
          const at = `${when} ${step}`;
          interrupted.push({ uid, at, signedOut: await lastSignedOut(uid) });
          failOnce(step, when);
          await assert.rejects(assignRights(firestore, uid, after), /injected/, at);
          const halfway = await stateOf(uid);
          const hasClaims = index > steps.indexOf('claims') || (step === 'claims' && when === 'after');
          assert.deepEqual(halfway.claims, hasClaims ? after : before, at);
          // A mirror grants nothing beyond the claim that it equals.
          assert.ok([before.role, after.role].includes(halfway.mirror as Role), at);
          if (halfway.listed && before.role !== 'admin') assert.equal(halfway.claims.role, 'admin', at);
        }
      }
      // Tokens are revoked by the second.
      if (steps.includes('revocation')) await sleep(1000);
      for (const { uid, at, signedOut } of interrupted) {
        await assignRights(firestore, uid, after);
        assert.deepEqual(await stateOf(uid), settled(after), at);
        if (steps.includes('revocation')) assert.ok((await lastSignedOut(uid)) > signedOut, at);
      }
    });
  }

  it('keeps the other claims', async () => {
    const uid = await person();
    await emulatedAccounts().setCustomUserClaims(uid, { tenant: 7, role: 'faculty', departments: ['Law'] });
    await assignRights(firestore, uid, STUDENT);
    const { customClaims } = await emulatedAccounts().getUser(uid);
    assert.deepEqual(customClaims, { tenant: 7, role: 'student' });
  });

  it('works for somebody without a profile, and makes none', async () => {
    const uid = await person();
    await firestore.doc(`users/${uid}`).delete();
    for (const rights of [FACULTY, STUDENT]) {
      await assignRights(firestore, uid, rights);
      assert.deepEqual((await stateOf(uid)).claims, rights);
      assert.equal((await firestore.doc(`users/${uid}`).get()).exists, false);
    }
  });

  it('refuses claims that are too long, with other claims counted, and changes nothing', async () => {
    const uid = await person(FACULTY);
    const departments = Array.from(
      { length: 40 },
      (_, index) => `Department ${String(index)} ${'x'.repeat(30)}`,
    );
    const long = assignRights(firestore, uid, { role: 'faculty', departments });
    await assert.rejects(long, refusal('bad-input'));
    const claims = { ...FACULTY, other: 'x'.repeat(900) };
    await emulatedAccounts().setCustomUserClaims(uid, claims);
    const wanted: Rights = { role: 'faculty', departments: [...FACULTY.departments, 'y'.repeat(50)] };
    await assert.rejects(assignRights(firestore, uid, wanted), refusal('bad-input'));
    assert.deepEqual((await emulatedAccounts().getUser(uid)).customClaims, claims);
  });

  it('refuses an id that nobody has', async () => {
    for (const uid of [randomUUID(), 'x'.repeat(128)])
      await assert.rejects(assignRights(firestore, uid, ADMIN), refusal('not-found'));
  });

  describe('of the last administrator', () => {
    it('is refused, and changes nothing', async () => {
      const uid = await person(ADMIN);
      await person(FACULTY);
      for (const rights of [STUDENT, FACULTY])
        await assert.rejects(assignRights(firestore, uid, rights), refusal('not-ready'));
      assert.deepEqual(await stateOf(uid), settled(ADMIN));
    });

    it('is refused when the others are disabled, deleted, or have lost the claim', async () => {
      const uid = await person(ADMIN);
      const [disabled, deleted, demoted] = [await person(ADMIN), await person(ADMIN), await person(ADMIN)];
      await emulatedAccounts().updateUser(disabled, { disabled: true });
      await emulatedAccounts().deleteUser(deleted);
      await emulatedAccounts().setCustomUserClaims(demoted, {});
      await assert.rejects(assignRights(firestore, uid, STUDENT), refusal('not-ready'));
      await emulatedAccounts().updateUser(disabled, { disabled: false });
      await assignRights(firestore, uid, STUDENT);
    });

    it('is refused to one of two who demote each other at the same time', async () => {
      for (let round = 0; round < 2; round += 1) {
        const pair = [await person(ADMIN), await person(ADMIN)];
        const outcomes = await Promise.allSettled(pair.map((uid) => assignRights(firestore, uid, STUDENT)));
        assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
        const left = (await Promise.all(pair.map(stateOf))).map(({ claims }) => claims.role);
        assert.deepEqual(left.sort(), ['admin', 'student']);
        await firestore.doc('system/administrators').delete();
      }
    });
  });
});
