import assert from 'node:assert/strict';
import type { Firestore } from '../../../src/platform/firestore.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { checkCollections, type CheckOptions } from '../../../src/sync/consistency/checkCollections.ts';
import {
  countDifferences,
  readLastSliceEnd,
  recordCheckResults,
  type CollectionCheck,
} from '../../../src/sync/consistency/checkResults.ts';
import { toIncomingChange } from '../../../src/sync/pipeline/prepareChange.ts';
import { toUpsert } from '../../../src/sync/pipeline/snapshotToChange.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { beginErasureOf } from '../../support/erasures.ts';
import { emptyFirestore } from '../../support/firestore.ts';
import { liveTraffic } from '../../support/traffic.ts';

const FULL: CheckOptions = { share: 1, gracePeriodMs: 300, repairLimit: 0 };
const COUNTS_ONLY: CheckOptions = { ...FULL, share: 0 };

describe('checkCollections', () => {
  let firestore: Firestore;
  let database: TestDatabase;

  /** Fills Firestore, and repairs Postgres to equal it. */
  beforeEach(async () => {
    ({ firestore } = emptyFirestore());
    database = await migratedDatabase();
    const writer = firestore.bulkWriter();
    for (let index = 0; index < 700; index += 1) {
      const id = `u${String(index).padStart(4, '0')}`;
      const user = { email: `${id}@campus.example`, name: id, skills: ['Go', { name: 'SQL', level: 3 }] };
      void writer.set(firestore.doc(`users/${id}`), user);
      if (index % 7 === 0)
        void writer.set(firestore.doc(`events/e${String(index % 5)}/attendees/${id}`), { rating: 4 });
      if (index % 10 === 0) void writer.set(firestore.doc(`users/${id}/positions/p`), { title: 'Engineer' });
    }
    // Collections with the same names that are not declared.
    void writer.set(firestore.doc('a/b/positions/p'), { title: 'Nobody' });
    void writer.set(firestore.doc('zebras/b/attendees/u0001'), { rating: 1 });
    await writer.close();
    await runCheck({ ...FULL, repairLimit: 10_000 });
  });
  afterEach(async () => {
    await firestore.terminate();
    await database.drop();
  });

  function runCheck(options: CheckOptions): Promise<CollectionCheck[]> {
    return checkCollections(
      firestore,
      database.sql,
      allCollections,
      (collection) => readLastSliceEnd(database.sql, collection),
      options,
    );
  }

  async function summarise(options: CheckOptions) {
    const checks = await runCheck(options);
    return {
      missing: checks.flatMap(({ missing }) => missing).sort(),
      stale: checks.flatMap(({ stale }) => stale).sort(),
      extra: checks.flatMap(({ extra }) => extra).sort(),
      repaired: checks.reduce((sum, { repaired }) => sum + repaired, 0),
      reads: checks.reduce((sum, { billedReads }) => sum + billedReads, 0),
    };
  }

  const NOTHING = { missing: [], stale: [], extra: [], repaired: 0 };

  it('finds nothing if nothing differs, and bills one read per counted range', async () => {
    const { reads, ...rest } = await summarise(COUNTS_ONLY);
    assert.deepEqual(rest, NOTHING);
    // 700 users in three ranges, and one range for each other collection.
    assert.equal(reads, 3 + allCollections.length - 1);
    const full = await summarise(FULL);
    assert.deepEqual({ ...full, reads: 0 }, { ...NOTHING, reads: 0 });
  });

  it('finds rows deleted and added by hand through counts alone, with few reads', async () => {
    const { sql } = database;
    await sql`delete from user_skills where user_id in ('u0003', 'u0699')`;
    await sql`delete from users where id in ('u0003', 'u0699')`;
    await sql`delete from event_attendance where user_id = 'u0007'`;
    await sql`
      insert into users (id, email, name, firebase_data, version, live)
      values ('u0300x', 'x', 'x', '{}', 5, true), ('u0400x', 'x', 'x', '{}', 9000000000000000, true)`;
    const { reads, ...rest } = await summarise(COUNTS_ONLY);
    assert.deepEqual(rest, {
      missing: ['events/e2/attendees/u0007', 'users/u0003', 'users/u0699'],
      stale: [],
      extra: ['users/u0300x', 'users/u0400x'],
      repaired: 0,
    });
    assert.ok(reads < 200, String(reads));
    assert.equal((await summarise({ ...COUNTS_ONLY, repairLimit: 100 })).repaired, 5);
    assert.equal(countDifferences(await runCheck(FULL)), 0);
  });

  it('finds and repairs everything altered by hand', async () => {
    const { sql } = database;
    await sql`update users set name = 'Eve' where id = 'u0001'`;
    await sql`update users set firebase_data = firebase_data || '{"name": "Eve"}' where id = 'u0002'`;
    await sql`update users set version = version + 1000000000 where id = 'u0004'`;
    await sql`update users set version = 1, created_at = now() where id = 'u0005'`;
    await sql`delete from user_skills where user_id = 'u0006' and skill_id = (select id from skills where key = 'go')`;
    await sql`update user_skills set verified = true where user_id = 'u0008'`;
    await sql`update event_attendance set rating = 1 where user_id = 'u0014'`;
    await sql`update users set live = false, firebase_data = null where id = 'u0009'`;
    await sql`insert into positions (user_id, id, title, firebase_data, version, live) values ('u0001', 'a/b', 'x', '{}', 7, true)`;
    const stale = [
      'events/e4/attendees/u0014',
      ...['1', '2', '4', '5', '6', '8'].map((number) => `users/u000${number}`),
    ];
    const expected = { missing: ['users/u0009'], stale, extra: ['positions ["u0001","a/b"]'] };
    const first = await summarise({ ...FULL, repairLimit: 5 });
    assert.deepEqual(
      { ...first, reads: 0 },
      { ...expected, repaired: 0, reads: 0 },
      'repaired more than the limit allows',
    );
    const second = await summarise({ ...FULL, repairLimit: 9 });
    assert.deepEqual({ ...second, reads: 0 }, { ...expected, repaired: 9, reads: 0 });
    assert.equal(countDifferences(await runCheck(FULL)), 0);
  });

  it('expects of documents what the writer leaves of them while somebody is erased', async () => {
    await firestore.doc('events/talk').set({ title: 'Talk', createdBy: 'u0001' });
    await firestore.doc('showcase_posts/p').set({ userId: 'u0002', content: 'x', likes: ['u0001', 'u0003'] });
    await firestore.doc('showcase_posts/theirs').set({ userId: 'u0001', content: 'x' });
    await beginErasureOf(database.sql, 'u0001');
    await database.sql`delete from user_skills where user_id = 'u0001'`;
    await database.sql`delete from positions where user_id = 'u0001'`;
    await database.sql`delete from users where id = 'u0001'`;
    const first = await summarise({ ...FULL, repairLimit: 10 });
    const missing = ['events/talk', 'showcase_posts/p'];
    assert.deepEqual({ ...first, reads: 0 }, { ...NOTHING, missing, repaired: 2, reads: 0 });
    for (const options of [FULL, COUNTS_ONLY]) {
      assert.deepEqual({ ...(await summarise(options)), reads: 0 }, { ...NOTHING, reads: 0 });
    }
    await database.sql`update showcase_posts set content = 'y' where id = 'p'`;
    const { stale, repaired } = await summarise({ ...FULL, repairLimit: 1 });
    assert.deepEqual([stale, repaired], [['showcase_posts/p'], 1]);
    assert.deepEqual((await summarise(FULL)).stale, []);
  });

  it('reports no change in flight while documents are written, deleted and created', async () => {
    const ids = Array.from({ length: 690 }, (_, index) => `u${String(index).padStart(4, '0')}`);
    const stop = liveTraffic(firestore, database.sql, ids);
    await database.sql`update users set name = 'Eve' where id = 'u0699'`;
    const options = { ...FULL, gracePeriodMs: 1000 };
    const results = [await summarise(options), await summarise({ ...options, share: 0.5 })];
    assert.ok((await stop()) > 10);
    for (const { missing, extra } of results) assert.deepEqual([missing, extra], [[], []]);
    assert.deepEqual(results[0]?.stale, ['users/u0699']);
    assert.equal(countDifferences(await runCheck({ ...FULL, repairLimit: 1 })), 1);
  });

  it('compares the contents slice by slice until all are compared', async () => {
    const compared: number[] = [];
    for (let night = 0; night < 4; night += 1) {
      const checks = await runCheck({ ...FULL, share: 0.3 });
      await recordCheckResults(database.sql, checks);
      compared.push(checks[0]?.compared ?? 0);
    }
    assert.deepEqual(compared, [210, 210, 210, 70]);
    assert.equal(
      await readLastSliceEnd(database.sql, allCollections[0]!),
      null,
      'the next slice does not start at the beginning',
    );
  });

  it('does not report dead letters and deferred documents as different', async () => {
    await firestore.doc('events/poison').set({ description: 'no title' });
    await firestore.doc('users/paused').set({ email: 'p@campus.example', name: 'Paused' });
    await new Writer(database.sql, allCollections).apply([
      toIncomingChange(toUpsert(await firestore.doc('events/poison').get())),
    ]);
    await database.sql`
      insert into deferred_changes (id, collection, path, version, deferred_since)
      values (md5('users/paused')::uuid, 'users', 'users/paused', 1, now())`;
    const checks = await runCheck(FULL);
    const pathsOf = (kind: 'missing' | 'deadLettered') => checks.flatMap((check) => check[kind]);
    assert.deepEqual(pathsOf('missing'), []);
    assert.deepEqual(pathsOf('deadLettered'), ['events/poison']);
    assert.equal(checks.find(({ collection }) => collection === 'users')?.inFlight, 1);
  });

  it('finds and repairs deferred documents after a pause that lost their messages', async () => {
    await firestore.doc('users/lost').set({ email: 'l@campus.example', name: 'Lost' });
    await database.sql`
      insert into deferred_changes (id, collection, path, version, deferred_since)
      values (md5('users/lost')::uuid, 'users', 'users/lost', 1, now())`;
    const [users] = await runCheck({ ...FULL, repairLimit: Infinity, includeDeferred: true });
    assert.deepEqual([users?.missing, users?.repaired], [['users/lost'], 1]);
    assert.equal((await database.sql`select from deferred_changes`).length, 0);
  });

  it('dead-letters missing documents that do not fit when it repairs', async () => {
    await firestore.doc('events/poison').set({ description: 'no title' });
    const checks = await runCheck({ ...FULL, repairLimit: 1 });
    const events = checks.find(({ collection }) => collection === 'events');
    assert.deepEqual([events?.missing, events?.deadLettered, events?.repaired], [[], ['events/poison'], 0]);
    const deadLetters = await database.sql`select path from dead_letters`;
    assert.deepEqual(
      deadLetters.map(({ path }) => path),
      ['events/poison'],
    );
  });

  it('finds a collection that is missing completely, and one of which few rows are left', async () => {
    await database.sql`truncate user_skills, event_attendance, positions`;
    await database.sql`delete from users where id > 'u0009'`;
    const { missing, stale, repaired } = await summarise({ ...COUNTS_ONLY, repairLimit: 10_000 });
    assert.equal(missing.length, 690 + 100 + 70);
    // The range with the ten remaining users is read; their skills are missing.
    assert.equal(stale.length, 10);
    assert.equal(repaired, missing.length + stale.length);
    assert.equal(countDifferences(await runCheck(FULL)), 0);
  });
});
