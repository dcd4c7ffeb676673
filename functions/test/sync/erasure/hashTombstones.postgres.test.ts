import assert from 'node:assert/strict';
import { documentHash } from '../../../src/platform/erasure/keyedHash.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { WITH_DOCUMENT } from '../../../src/accounts/inventory/holding.ts';
import { hashTombstones } from '../../../src/sync/erasure/hashTombstones.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { change } from '../../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { rowsNaming } from '../../support/rowsNaming.ts';

const later = (days: number): Date => new Date(Date.now() + days * 86_400_000);
const DAYS = WITH_DOCUMENT.days;
const USER = { name: 'Zed' };
const PATHS = [
  'users/zed-1',
  'users/zed-1/positions/zed-2',
  'events/zed-3',
  'events/zed-3/attendees/zed-1',
  'showcase_posts/zed-4',
  'connections/zed-5',
];

describe('old tombstones', () => {
  let database: TestDatabase;
  let writer: Writer;
  beforeEach(async () => {
    database = await migratedDatabase();
    writer = new Writer(database.sql, allCollections);
  });
  afterEach(() => database.drop());

  it('of every collection are hashed once they are old, and name nobody any more', async () => {
    await writer.apply(PATHS.map((path) => change(path, 10, null)));
    assert.equal(await hashTombstones(database.sql, later(DAYS - 1), DAYS), 0);
    assert.equal(await hashTombstones(database.sql, later(DAYS + 1), DAYS), PATHS.length);
    assert.deepEqual(await rowsNaming(database.sql, ['zed-']), []);
    const rows = await database.sql<{ document: Buffer; version: string }[]>`select * from hashed_tombstones`;
    const hex = (hash: Buffer): string => hash.toString('hex');
    assert.deepEqual(
      rows.map(({ document }) => hex(document)).sort(),
      PATHS.map((path) => hex(documentHash(path))).sort(),
    );
    assert.ok(rows.every(({ version }) => version === '10'));
  });

  it('are hashed by their deletion, however long ago the document was written', async () => {
    await writer.apply([change('users/zed-1', 1_000_000, null)]);
    assert.equal(await hashTombstones(database.sql, later(0), DAYS), 0);
  });

  it('still supersede older states, and give way to newer ones', async () => {
    await writer.apply([change('users/zed-1', 10, null)]);
    await hashTombstones(database.sql, later(DAYS + 1), DAYS);
    assert.deepEqual(await writer.apply([change('users/zed-1', 9, USER)]), ['superseded']);
    assert.deepEqual(await writer.apply([change('users/zed-1', 11, USER)]), ['applied']);
    assert.equal((await database.sql`select from hashed_tombstones`).length, 0);
  });

  it('stay while other rows refer to them, as do live rows and placeholders', async () => {
    await writer.apply([
      change('users/zed-1', 10, null),
      change('showcase_posts/p', 10, { userId: 'zed-1' }),
    ]);
    await writer.apply([change('connections/c', 10, { fromUid: 'eve', toUid: 'bob' })]);
    assert.equal(await hashTombstones(database.sql, later(DAYS + 1), DAYS), 0);
  });

  it('go one after the other when none is referred to by anything that stays', async () => {
    await writer.apply([change('users/zed-1', 10, null), change('events/e/attendees/zed-1', 10, null)]);
    assert.equal(await hashTombstones(database.sql, later(DAYS + 1), DAYS), 2);
  });
});
