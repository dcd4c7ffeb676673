import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Timestamp } from 'firebase-admin/firestore';
import { requestOwnErasure } from '../../../src/accounts/deleteMyAccount.ts';
import { requestErasureOf } from '../../../src/accounts/eraseUser.ts';
import { STEP_NAMES, type Step } from '../../../src/accounts/erasure/step.ts';
import { finishDueErasures } from '../../../src/accounts/finishErasures.ts';
import { withdrawOwnErasure } from '../../../src/accounts/keepMyAccount.ts';
import { DEFAULT_GRACE_DAYS } from '../../../src/platform/config.ts';
import { personHash } from '../../../src/platform/erasure/keyedHash.ts';
import type { Firestore } from '../../../src/platform/firestore.ts';
import { OptionalRedis } from '../../../src/platform/redis.ts';
import { callContext } from '../../../../scripts/lib/callContext.ts';
import { emulatedAccounts, makeMember } from '../../support/accounts.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { emptyFirestore } from '../../support/firestore.ts';

const NOW = new Date('2026-03-01T12:00:00Z');

const daysLater = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);

describe('requests to erase somebody', () => {
  let database: TestDatabase;
  let firestore: Firestore;
  let uid: string;
  let taken: string[];
  before(async () => {
    database = await migratedDatabase();
    ({ firestore } = emptyFirestore());
  });
  after(() => database.drop());
  beforeEach(async () => {
    uid = randomUUID();
    taken = [];
    await emulatedAccounts().createUser({ uid, email: `${uid}@campus.example` });
    await firestore.doc(`users/${uid}`).set({ name: 'Ada', bio: 'Engines.' });
    await database.sql`delete from erasures`;
  });
  afterEach(() => emulatedAccounts().deleteUser(uid));

  const own = (now = NOW, signedInAt = now) =>
    requestOwnErasure(callContext(database.sql, uid, { now, signedInAt }), firestore);

  const read = async (): Promise<Record<string, unknown>> =>
    (await firestore.doc(`users/${uid}`).get()).data() ?? {};

  /** The night at a time, with steps that only note that they were taken. */
  function night(now: Date): Promise<number> {
    const steps = STEP_NAMES.map((name): Step => ({
      name,
      run() {
        taken.push(name);
        return Promise.resolve({});
      },
    }));
    return finishDueErasures(
      { sql: database.sql, now, firestore: () => Promise.resolve(firestore) },
      {
        cloudinary: () => null,
        bucket: () => Promise.resolve(null),
        redis: () => new OptionalRedis('', ''),
        steps,
      },
    );
  }

  it('hide the person until the grace ends, under one receipt', async () => {
    const first = await own();
    assert.equal(first.dueAt, daysLater(DEFAULT_GRACE_DAYS).toISOString());
    assert.equal(((await read())['deletionDueAt'] as Timestamp).toDate().toISOString(), first.dueAt);
    assert.deepEqual(await own(daysLater(3)), first);
  });

  it('of oneself need a recent sign-in', async () => {
    const signedInAt = new Date(NOW.getTime() - 6 * 60_000);
    await assert.rejects(own(NOW, signedInAt), { code: 'not-signed-in', message: /Sign in again/ });
    assert.equal((await read())['deletionDueAt'], undefined);
  });

  it('leave nothing behind once withdrawn', async () => {
    const before = await read();
    await own();
    const context = callContext(database.sql, uid, { now: daysLater(29) });
    assert.deepEqual(await withdrawOwnErasure(context, firestore), { withdrawn: true });
    assert.deepEqual(await read(), before);
    assert.equal((await database.sql`select from erasures`).length, 0);
    assert.deepEqual(await withdrawOwnErasure(context, firestore), { withdrawn: false });
    assert.equal(await night(daysLater(31)), 0);
  });

  it('begin in the night after the grace, not before, and cannot be withdrawn any more', async () => {
    await own();
    assert.equal(await night(daysLater(29)), 0);
    assert.equal(await night(daysLater(31)), STEP_NAMES.length);
    assert.deepEqual(taken, STEP_NAMES);
    await assert.rejects(withdrawOwnErasure(callContext(database.sql, uid), firestore), {
      code: 'not-ready',
    });
    assert.equal(await night(daysLater(33)), 2 * STEP_NAMES.length);
  });

  it('that cannot be driven keep none of the others from it', async () => {
    await own();
    await database.sql`
      insert into erasures (person, user_id, identifiers, requested_by, requested_at, due_at)
      values (${personHash('broken')}, 'broken', '{}', 'person', ${NOW}, ${NOW})`;
    await assert.rejects(night(daysLater(31)), /1 of 2 erasures failed/);
    assert.deepEqual(taken, STEP_NAMES);
  });

  it('by administrators are due at once, queued, and not withdrawn by the person', async () => {
    const queued: string[] = [];
    const admin = callContext(database.sql, 'admin', { now: NOW, role: 'admin' });
    const enqueue = (receipt: string): Promise<void> => {
      queued.push(receipt);
      return Promise.resolve();
    };
    const erase = (userId: string, graceDays = 0) =>
      requestErasureOf(admin, { firestore, enqueue }, { userId, graceDays });
    const later = await erase(uid, 7);
    assert.equal(later.dueAt, daysLater(7).toISOString());
    await assert.rejects(withdrawOwnErasure(callContext(database.sql, uid), firestore), {
      code: 'not-allowed',
    });
    assert.deepEqual(await erase(uid), { receipt: later.receipt, dueAt: NOW.toISOString() });
    assert.deepEqual(queued, [later.receipt, later.receipt]);
    await assert.rejects(erase('admin'), { code: 'not-allowed' });
    await assert.rejects(erase('nobody'), { code: 'not-found' });
    // While it goes on, it is the same erasure, although nothing is left by which the person is known.
    await firestore.doc(`users/${uid}`).delete();
    await emulatedAccounts().deleteUser(uid);
    assert.deepEqual((await erase(uid)).receipt, later.receipt);
    await emulatedAccounts().createUser({ uid });
  });

  it('of the last administrator are refused', async () => {
    await makeMember(uid, { role: 'admin' });
    await firestore.doc('system/administrators').set({ uids: [uid] });
    await assert.rejects(own(), { code: 'not-ready', message: /last administrator/ });
    assert.equal((await database.sql`select from erasures`).length, 0);
  });

  it('that were cut off halfway are put right in the night', async () => {
    await own();
    await database.sql`
      insert into users (id, name, firebase_data, live, visible_in_search, visible_in_matching, visible_in_forecast,
        shares_attendance)
      values (${uid}, 'Ada', '{}', true, true, true, true, true)`;
    await firestore.doc(`users/${uid}`).set({ name: 'Ada' });
    await night(daysLater(1));
    assert.ok((await read())['deletionDueAt']);
  });
});
