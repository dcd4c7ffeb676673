import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readOpenErasure } from '../../../src/accounts/erasure/ledger.ts';
import { requestErasure, withdrawErasure, type RequestedBy } from '../../../src/accounts/erasure/requests.ts';
import { runErasure, type ErasureRun } from '../../../src/accounts/erasure/runErasure.ts';
import { STEP_NAMES, type Removed, type Step, type StepName } from '../../../src/accounts/erasure/step.ts';
import { personHash } from '../../../src/platform/erasure/keyedHash.ts';
import type { Firestore } from '../../../src/platform/firestore.ts';
import { OptionalRedis } from '../../../src/platform/redis.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';

const IDENTIFIERS = { emails: ['ada@campus.example'], names: ['Ada Lovelace'], files: [] };

const START = new Date('2026-03-01T12:00:00Z');

const hoursLater = (hours: number): Date => new Date(START.getTime() + hours * 3_600_000);

/** The steps of these tests open none. */
const NO_FIRESTORE = null as unknown as Firestore;

/** Stops the driver like a killed process: nothing of it goes on. */
class Killed extends Error {}

describe('an erasure', () => {
  let database: TestDatabase;
  let uid: string;
  /** The steps that were run, such as `1 media`. */
  let taken: string[];
  before(async () => {
    database = await migratedDatabase();
  });
  beforeEach(() => {
    uid = randomUUID();
    taken = [];
  });
  after(() => database.drop());

  function request(dueAt = START, by: RequestedBy = 'person', requestedAt = START) {
    return requestErasure(database.sql, {
      uid,
      requestedBy: by,
      requestedAt,
      dueAt,
      identifiers: IDENTIFIERS,
    });
  }

  /** Steps of which each removes one thing, unless told otherwise. */
  function stepsWith(runs: Partial<Record<StepName, () => Promise<Removed>>> = {}): Step[] {
    return STEP_NAMES.map((name) => ({ name, run: runs[name] ?? (() => Promise.resolve({ things: 1 })) }));
  }

  function drive(
    now: Date,
    { steps = stepsWith(), killAt }: { steps?: Step[]; killAt?: string } = {},
  ): Promise<ErasureRun> {
    return runErasure(
      {
        sql: database.sql,
        now,
        firestore: NO_FIRESTORE,
        cloudinary: () => null,
        bucket: () => Promise.resolve(null),
        redis: () => new OptionalRedis('', ''),
        timeoutSeconds: 60,
        steps,
        identify: () => Promise.resolve({ identifiers: IDENTIFIERS, isKnown: true }),
        onStep({ look, step }) {
          if (`${String(look)} ${step}` === killAt) throw new Killed();
          taken.push(`${String(look)} ${step}`);
        },
      },
      personHash(uid),
    );
  }

  const look = (number: number): string[] => STEP_NAMES.map((name) => `${String(number)} ${name}`);

  async function row() {
    const [found] = await database.sql`select * from erasures where person = ${personHash(uid)}`;
    return found;
  }

  it('takes all steps in order, again after 2 hours and after 25, and then names nobody', async () => {
    const { receipt } = await request();
    assert.deepEqual(await drive(START), { outcome: 'waiting', steps: 6, nextDueAt: hoursLater(2) });
    assert.deepEqual(await drive(hoursLater(2)), { outcome: 'waiting', steps: 6, nextDueAt: hoursLater(25) });
    assert.deepEqual(await drive(hoursLater(25)), { outcome: 'finished', steps: 6, nextDueAt: null });
    assert.deepEqual(taken, [...look(1), ...look(2), ...look(3)]);
    const finished = await row();
    assert.deepEqual(
      [finished?.['id'], finished?.['user_id'], finished?.['identifiers'], finished?.['finished_at']],
      [receipt, null, null, hoursLater(25)],
    );
    assert.deepEqual(finished?.['receipt'], {
      requestedAt: '2026-03-01T12:00:00+00:00',
      beganAt: '2026-03-01T12:00:00+00:00',
      looks: 3,
      removed: Object.fromEntries(STEP_NAMES.map((name) => [name, { things: 3 }])),
    });
    assert.equal((await drive(hoursLater(26))).outcome, 'none');
  });

  it('does nothing before its due date, and begins then', async () => {
    await request(hoursLater(720));
    assert.deepEqual(await drive(hoursLater(719)), {
      outcome: 'waiting',
      steps: 0,
      nextDueAt: hoursLater(720),
    });
    assert.equal((await readOpenErasure(database.sql, personHash(uid)))?.beganAt, null);
    assert.equal((await drive(hoursLater(720))).steps, 6);
    assert.deepEqual((await readOpenErasure(database.sql, personHash(uid)))?.beganAt, hoursLater(720));
  });

  it('takes a step that failed again, and none after it before', async () => {
    await request();
    for (const name of STEP_NAMES) {
      const steps = stepsWith({ [name]: () => Promise.reject(new Error('store of Ada Lovelace is away')) });
      const run = await drive(START, { steps });
      assert.equal(run.outcome, 'failed');
      assert.equal(taken.at(-1), `1 ${name}`);
      const [step] = await database.sql<{ error: string }[]>`
        select error from erasure_steps where person = ${personHash(uid)} and look = 1 and step = ${name}`;
      assert.equal(step?.error, 'Error');
    }
    assert.equal((await drive(START)).outcome, 'waiting');
    const [attempts] = await database.sql<{ attempts: number; errors: number }[]>`
      select sum(attempts)::integer as attempts, count(error)::integer as errors
      from erasure_steps where person = ${personHash(uid)} and look = 1`;
    assert.deepEqual({ ...attempts }, { attempts: 12, errors: 0 });
  });

  it('goes on where it was killed, wherever that was', async () => {
    await request();
    for (const [index, hours] of [0, 2, 25].entries()) {
      for (const killAt of look(index + 1)) {
        await assert.rejects(drive(hoursLater(hours), { killAt }), Killed);
      }
      await drive(hoursLater(hours));
    }
    assert.notEqual((await row())?.['finished_at'], null);
    assert.deepEqual(taken, [...look(1), ...look(2), ...look(3)]);
  });

  it('has one driver at a time', async () => {
    await request();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let entered: () => void = () => undefined;
    const running = new Promise<void>((resolve) => {
      entered = resolve;
    });
    const steps = stepsWith({
      signOut: async () => {
        entered();
        await held;
        return {};
      },
    });
    const first = drive(START, { steps });
    await running;
    assert.equal((await drive(START)).outcome, 'busy');
    release();
    assert.equal((await first).steps, 6);
  });

  it('requested twice is one, with the earlier date', async () => {
    const first = await request(hoursLater(720));
    assert.deepEqual(await request(hoursLater(800)), first);
    assert.deepEqual(await request(hoursLater(100), 'administrator'), { ...first, dueAt: hoursLater(100) });
    assert.deepEqual(await request(hoursLater(900)), { ...first, dueAt: hoursLater(100) });
  });

  it('can be withdrawn until it begins, by the person only if nobody else asked for it', async () => {
    assert.equal(await withdrawErasure(database.sql, uid, 'person'), 'none');
    await request(hoursLater(720));
    assert.equal(await withdrawErasure(database.sql, uid, 'person'), 'withdrawn');
    assert.equal(await row(), undefined);
    assert.equal((await drive(hoursLater(720))).outcome, 'none');
    await request(hoursLater(720));
    await request(hoursLater(720), 'administrator');
    assert.equal(await withdrawErasure(database.sql, uid, 'person'), 'refused');
    assert.equal(await withdrawErasure(database.sql, uid, 'operator'), 'withdrawn');
    await request();
    await drive(START);
    assert.equal(await withdrawErasure(database.sql, uid, 'operator'), 'begun');
  });

  it('is not begun again by the events of its own deletions', async () => {
    await request();
    for (const hours of [0, 2, 25]) await drive(hoursLater(hours));
    await request(hoursLater(20), 'account', hoursLater(20));
    assert.notEqual((await row())?.['finished_at'], null);
    assert.equal((await drive(hoursLater(30))).outcome, 'none');
  });

  it('still knows who asked, and what names the person, once their account is reported as deleted', async () => {
    await request(START, 'administrator');
    await drive(START);
    await requestErasure(database.sql, {
      ...{ uid, requestedBy: 'account', requestedAt: hoursLater(1), dueAt: hoursLater(1) },
      identifiers: { emails: [], names: [], files: [] },
    });
    const { identifiers, requested_by: requestedBy } = (await row()) ?? {};
    assert.deepEqual(
      { identifiers, requestedBy },
      { identifiers: IDENTIFIERS, requestedBy: 'administrator' },
    );
  });

  it('is reopened by a later request, and keeps the person away meanwhile', async () => {
    const { receipt } = await request();
    for (const hours of [0, 2, 25]) await drive(hoursLater(hours));
    const again = await request(hoursLater(50), 'operator', hoursLater(50));
    assert.deepEqual(again, { receipt, dueAt: hoursLater(50), beganAt: START });
    for (const hours of [50, 52, 75]) await drive(hoursLater(hours));
    assert.deepEqual((await row())?.['finished_at'], hoursLater(75));
    assert.equal(taken.length, 36);
  });
});
