import assert from 'node:assert/strict';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import type { JsonObject } from '../../../src/platform/documents/json.ts';
import type { ChangeSource } from '../../../src/sync/pipeline/outcomes.ts';
import { change } from '../../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';

const MONDAY = Date.UTC(2026, 5, 1, 12) * 1000;
const TUESDAY = Date.UTC(2026, 5, 2, 12) * 1000;

describe('documents that a person creates on a day', () => {
  let database: TestDatabase;
  let ids = 0;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());
  beforeEach(() => database.sql`truncate daily_writes`);

  const writer = (source: ChangeSource = 'events'): Writer =>
    new Writer(database.sql, allCollections, source);

  const posts = (
    count: number,
    { userId = 'eve', at = MONDAY, ...data }: JsonObject & { at?: number } = {},
  ) =>
    Array.from({ length: count }, () =>
      change(`showcase_posts/p${String((ids += 1))}`, at, { userId, ...data }),
    );

  it('reach the limit with the last that is allowed, and say so with each one after it', async () => {
    const writing = writer();
    await writing.apply([...posts(49), ...posts(20, { userId: 'ada' })]);
    assert.deepEqual(writing.takeLimitsReached(), []);
    const reached = { userId: 'eve', collection: 'showcase_posts', day: '2026-06-01' };
    for (let post = 50; post <= 52; post += 1) {
      await writing.apply(posts(1));
      assert.deepEqual(writing.takeLimitsReached(), [reached]);
    }
    await writing.apply(posts(49, { at: TUESDAY }));
    assert.deepEqual(writing.takeLimitsReached(), [], 'another day');
  });

  it('count for each collection, by whoever created them', async () => {
    const many = (path: string, data: JsonObject) =>
      Array.from({ length: 100 }, (_, index) => change(`${path}/c${String(index)}`, MONDAY, data));
    const writing = writer();
    await writing.apply([
      ...many('connections', { fromUid: 'eve', toUid: 'ada', status: 'pending' }),
      ...many('events', { title: 'Fair', createdBy: 'olga' }),
      ...many('users/bob/positions', { title: 'Engineer' }),
      ...many('events/c1/attendees', { status: 'going' }),
    ]);
    const reached = writing.takeLimitsReached().map(({ userId, collection }) => [collection, userId]);
    assert.deepEqual(reached.sort(), [
      ['connections', 'eve'],
      ['events', 'olga'],
      ['positions', 'bob'],
    ]);
  });

  it('count once, however often they are delivered and changed, and count when they are deleted', async () => {
    const writing = writer();
    const first = posts(49);
    await writing.apply(first);
    await writing.apply(first);
    for (const { change: created } of first) {
      if (created.kind !== 'upsert') continue;
      await writing.apply([change(created.path, MONDAY + 1, { userId: 'eve', content: 'edited' })]);
      await writing.apply([change(created.path, MONDAY + 2, null)]);
    }
    assert.deepEqual(writing.takeLimitsReached(), []);
    await writing.apply(posts(1));
    assert.equal(writing.takeLimitsReached().length, 1);
  });

  it('do not count when they name nobody', async () => {
    const writing = writer();
    assert.deepEqual(await writing.apply([change('events/open-day', MONDAY, { title: 'Open day' })]), [
      'applied',
    ]);
    assert.deepEqual(writing.takeLimitsReached(), []);
  });

  it('do not count when a backfill, a repair or an import brings them', async () => {
    for (const source of ['backfill', 'repair', 'replay'] as const) {
      const writing = writer(source);
      await writing.apply(posts(60));
      assert.deepEqual(writing.takeLimitsReached(), [], source);
    }
    const writing = writer();
    await writing.apply(posts(60, { imported: true }));
    assert.deepEqual(writing.takeLimitsReached(), []);
  });
});
