import assert from 'node:assert/strict';
import type { Firestore } from '../../../src/platform/firestore.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { clearOutdatedDeadLetters } from '../../../src/sync/deadLetters/clearOutdatedDeadLetters.ts';
import { discardDeadLetters } from '../../../src/sync/deadLetters/discardDeadLetters.ts';
import { listDeadLetters, readDeadLetter } from '../../../src/sync/deadLetters/listDeadLetters.ts';
import { replayDeadLetters, type ReplayResult } from '../../../src/sync/deadLetters/replayDeadLetters.ts';
import type { DeadLetterSelection } from '../../../src/sync/deadLetters/selection.ts';
import { toIncomingChange, type IncomingChange } from '../../../src/sync/pipeline/prepareChange.ts';
import { decodeMessage } from '../../../src/sync/pipeline/decodeMessage.ts';
import { toUpsert } from '../../../src/sync/pipeline/snapshotToChange.ts';
import type { Writer } from '../../../src/sync/pipeline/writer.ts';
import type { TestDatabase } from '../../support/database.ts';
import { counts } from '../../support/state.ts';
import { SyncHarness } from '../../support/syncHarness.ts';

const GOOD = { title: 'X' };
const UNTITLED = { description: 'x' };

describe('dead letters', () => {
  let harness: SyncHarness;
  let firestore: Firestore;
  let database: TestDatabase;
  let writer: Writer;

  beforeEach(async () => {
    harness = await SyncHarness.open();
    ({ firestore, database, writer } = harness);
  });
  afterEach(() => harness.close());

  const write = (path: string, data: object | null): Promise<IncomingChange> => harness.write(path, data);
  const replay = async (which: DeadLetterSelection): Promise<Omit<ReplayResult, 'failures'>> => {
    const { failures, ...result } = await replayDeadLetters(firestore, database.sql, allCollections, which);
    assert.equal(failures.length, Math.min(result.failed, 20));
    const reasons = new Map((await listDeadLetters(database.sql, {})).map(({ id, reason }) => [id, reason]));
    for (const { id, reason } of failures) assert.equal(reason, reasons.get(id));
    return result;
  };
  const paths = async (): Promise<(string | null)[]> =>
    (await listDeadLetters(database.sql, {})).map(({ path }) => path).sort();

  it('are recorded for 100 bad documents among 10,000 good ones, and a replay after the fix resolves all', async () => {
    const bulk = firestore.bulkWriter();
    const all = Array.from({ length: 10_100 }, (_, index) => `events/u${String(index)}`);
    for (const [index, path] of all.entries())
      void bulk.set(firestore.doc(path), index % 101 === 0 ? UNTITLED : GOOD);
    await bulk.close();
    const snapshots = await firestore.getAll(...all.map((path) => firestore.doc(path)));
    await writer.apply(snapshots.map((snapshot) => toIncomingChange(toUpsert(snapshot))));
    const deadLetters = await listDeadLetters(database.sql, {});
    assert.equal(deadLetters.length, 100);
    for (const { reason } of deadLetters) assert.match(reason, /^title must be text, but is missing/);
    const [rows] = await database.sql`select count(*)::integer as count from events where live`;
    assert.equal(rows?.['count'], 10_000);

    assert.deepEqual(await replay({ by: 'all' }), { resolved: 0, failed: 100, remaining: 0 });
    const [first] = await listDeadLetters(database.sql, { limit: 1 });
    assert.equal(first?.attempts, 2);

    const fixing = firestore.bulkWriter();
    for (const { path } of deadLetters) void fixing.update(firestore.doc(path!), { title: 'Fixed' });
    await fixing.close();
    assert.deepEqual(await replay({ by: 'all' }), { resolved: 100, failed: 0, remaining: 0 });
    assert.deepEqual(await paths(), []);
    const [fixed] = await database.sql`select count(*)::integer as count from events where live`;
    assert.equal(fixed?.['count'], 10_100);
    assert.deepEqual(await replay({ by: 'all' }), { resolved: 0, failed: 0, remaining: 0 });
    assert.equal((await counts(database.sql)).received, 10_100, 'replays are counted as events');
  });

  it('are removed when a newer state or a deletion is applied, but not an older state', async () => {
    const older = await write('events/ada', GOOD);
    await write('events/ada', UNTITLED);
    await write('events/bob', UNTITLED);
    assert.deepEqual(await paths(), ['events/ada', 'events/bob']);
    await writer.apply([older]);
    assert.deepEqual(await paths(), ['events/ada', 'events/bob']);
    await write('events/ada', GOOD);
    assert.deepEqual(await paths(), ['events/bob']);
    await write('events/bob', null);
    assert.deepEqual(await paths(), []);
  });

  it('are not recorded for a state older than the row', async () => {
    await firestore.doc('events/ada').set(UNTITLED);
    const bad = toIncomingChange(toUpsert(await firestore.doc('events/ada').get()));
    await write('events/ada', GOOD);
    assert.deepEqual(await writer.apply([bad]), ['superseded']);
    assert.deepEqual(await paths(), []);
  });

  it('left behind by concurrent transactions are cleared by the nightly check', async () => {
    const bad = await write('events/ada', UNTITLED);
    await write('events/ada', GOOD);
    const { path, version } = bad.change as { path: string; version: number };
    await database.sql`
      insert into dead_letters (key, collection, path, version, reason) values
        (${path}, 'events', ${path}, ${version}, 'too late'), ('events/bob', 'events', 'events/bob', 1, 'open')`;
    await clearOutdatedDeadLetters(database.sql, allCollections);
    assert.deepEqual(await paths(), ['events/bob']);
  });

  it('are one per document, with the reason of the newest state', async () => {
    const first = await write('events/ada', {});
    await write('events/ada', UNTITLED);
    await writer.apply([first]);
    const [deadLetter, ...others] = await listDeadLetters(database.sql, {});
    assert.deepEqual(others, []);
    assert.match(deadLetter?.reason ?? '', /^title must be text/);
    assert.equal(deadLetter?.attempts, 3);
  });

  it('are resolved by a replay if the document is deleted or its table is fixed', async () => {
    await database.sql`alter table positions add constraint no_admirals check (title <> 'Admiral')`;
    await write('users/ada/positions/p', { title: 'Admiral' });
    await write('events/gone', {});
    await firestore.doc('events/gone').delete();
    assert.deepEqual(await replay({ by: 'reason', reason: 'NO_ADMIRALS' }), {
      resolved: 0,
      failed: 1,
      remaining: 0,
    });
    await database.sql`alter table positions drop constraint no_admirals`;
    assert.deepEqual(await replay({ by: 'reason', reason: 'no_admirals' }), {
      resolved: 1,
      failed: 0,
      remaining: 0,
    });
    assert.deepEqual(await paths(), ['events/gone']);
    assert.deepEqual(await replay({ by: 'all' }), { resolved: 1, failed: 0, remaining: 0 });
    const [tombstone] = await database.sql`select live from events where id = 'gone'`;
    assert.equal(tombstone?.['live'], false);
  });

  it('for messages that are not changes, or without a collection, stay until the suite can read them', async () => {
    const nowhere = { kind: 'delete', path: 'clubs/chess', version: 1 };
    await writer.apply([
      decodeMessage('7', Buffer.from('not JSON')),
      decodeMessage('8', Buffer.from(JSON.stringify(nowhere))),
    ]);
    assert.deepEqual(await replay({ by: 'all' }), { resolved: 0, failed: 2, remaining: 0 });
    const deadLetters = await listDeadLetters(database.sql, {});
    assert.deepEqual(
      deadLetters.map(({ path, attempts }) => [path, attempts]),
      [
        ['clubs/chess', 2],
        [null, 2],
      ],
    );
  });

  it('keep their path and lose their message when discarded, and reopen when a newer state fails', async () => {
    const secret = await write('events/ada', { description: 'Secret' });
    const [{ id } = { id: 0 }] = await listDeadLetters(database.sql, {});
    assert.match(JSON.stringify((await readDeadLetter(database.sql, id))?.message), /Secret/);
    assert.equal(await discardDeadLetters(database.sql, { by: 'id', id }), 1);
    assert.equal(await discardDeadLetters(database.sql, { by: 'all' }), 0);
    assert.deepEqual(await paths(), []);
    const discarded = await readDeadLetter(database.sql, id);
    assert.deepEqual([discarded?.discarded, discarded?.message, discarded?.path], [true, null, 'events/ada']);
    await writer.apply([secret]);
    assert.deepEqual(await paths(), [], 'a redelivery reopened it');
    await write('events/ada', { description: 'Newer' });
    assert.deepEqual(await paths(), ['events/ada']);
    assert.equal(await readDeadLetter(database.sql, 0), null);
  });
});
