import assert from 'node:assert/strict';
import type { Collection } from '../../../src/platform/documents/collection.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { discardDeadLetters } from '../../../src/sync/deadLetters/discardDeadLetters.ts';
import { hideRefused } from '../../../src/sync/deadLetters/hideRefused.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { change, incoming } from '../../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { documentPath, fullDocument } from '../../support/documents.ts';
import { documentsWithDifferingChildRows } from '../../support/state.ts';

describe('the row of a document whose newest state is refused', () => {
  let database: TestDatabase;
  let writer: Writer;
  beforeEach(async () => {
    database = await migratedDatabase();
    writer = new Writer(database.sql, allCollections);
  });
  afterEach(() => database.drop());

  const pathOf = (collection: Collection): string => documentPath(collection, (param) => `x-${param}`);
  const refuse = (path: string, version: number) =>
    writer.apply([incoming({ kind: 'refused', path, version, reason: 'unknown type' })]);
  const hide = (): Promise<number> => hideRefused(database.sql, allCollections);
  const hoursPass = (hours: number): Promise<unknown> =>
    database.sql`update dead_letters set first_failed_at = first_failed_at - make_interval(hours => ${hours})`;

  async function read({ table, keyOf, match, toColumns }: Collection, path: string) {
    const key = Object.entries(toColumns(keyOf(match(path) ?? {})));
    const conditions = key.map(([column, value]) => database.sql`${database.sql(column)} = ${value}`);
    const [row] = await database.sql<{ live: boolean; version: number; firebase_data: unknown }[]>`
      select live, version::float8 as version, firebase_data from ${database.sql(table)}
      where ${conditions.reduce((all, one) => database.sql`${all} and ${one}`)}`;
    return row;
  }

  const letters = async (): Promise<number> => (await database.sql`select from dead_letters`).length;

  for (const collection of allCollections) {
    it(`of ${collection.table} is hidden after a day, and comes back with a newer one`, async () => {
      const path = pathOf(collection);
      const document = fullDocument(collection);
      await writer.apply([change(path, 100, document)]);
      await refuse(path, 200);
      await hoursPass(23);
      assert.equal(await hide(), 0);
      assert.equal((await read(collection, path))?.live, true);

      await hoursPass(2);
      assert.equal(await hide(), 1);
      const hidden = await read(collection, path);
      assert.deepEqual({ ...hidden }, { live: false, version: 199, firebase_data: null });
      assert.deepEqual(await documentsWithDifferingChildRows(database.sql, { [path]: null }), []);
      assert.equal(await hide(), 0);
      assert.deepEqual(await writer.apply([change(path, 150, document)]), ['superseded']);
      assert.equal(await letters(), 1);

      assert.deepEqual(await writer.apply([change(path, 300, document)]), ['applied']);
      assert.equal((await read(collection, path))?.live, true);
      assert.equal(await letters(), 0);
      assert.equal(await hide(), 0);
    });
  }

  it('comes back with the same state once it fits', async () => {
    await writer.apply([change('users/ada', 100, { name: 'Ada' })]);
    await refuse('users/ada', 200);
    await hoursPass(25);
    await hide();
    assert.deepEqual(await writer.apply([change('users/ada', 200, { name: 'Ada B' })]), ['applied']);
    assert.equal(await letters(), 0);
  });

  it('is hidden a day after the first refusal, however often the document is written again', async () => {
    await writer.apply([change('users/ada', 100, { name: 'Ada' })]);
    await refuse('users/ada', 200);
    await hoursPass(25);
    await refuse('users/ada', 300);
    assert.equal(await hide(), 1);
    assert.deepEqual(await writer.apply([change('users/ada', 250, { name: 'Old' })]), ['superseded']);
  });

  it('is hidden when the dead letter has been discarded, too', async () => {
    await writer.apply([change('users/ada', 100, { name: 'Ada' })]);
    await refuse('users/ada', 200);
    await discardDeadLetters(database.sql, { by: 'all' });
    await hoursPass(25);
    assert.equal(await hide(), 1);
  });

  it('stays if it is newer, or its table is left out', async () => {
    await writer.apply([
      change('users/ada', 100, { name: 'Ada' }),
      change('users/bob', 500, { name: 'Bob' }),
    ]);
    await refuse('users/ada', 200);
    await database.sql`
      insert into dead_letters (key, collection, path, version, reason)
      values ('users/bob', 'users', 'users/bob', 400, 'late')`;
    await hoursPass(25);
    const others = allCollections.filter(({ table }) => table !== 'users');
    assert.equal(await hideRefused(database.sql, others), 0);
    assert.equal(await hide(), 1);
    const rows = await database.sql`select id from users where live`;
    assert.deepEqual(
      rows.map(({ id }) => String(id)),
      ['bob'],
    );
  });
});
