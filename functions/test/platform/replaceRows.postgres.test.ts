import assert from 'node:assert/strict';
import { transaction } from '../../src/platform/postgres.ts';
import { replaceRows } from '../../src/platform/replaceRows.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';

type Row = { id: number; place: number; words: string[] | null; data: unknown };

describe('replacing the rows of a table', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
    await database.sql`
      create table kept (id integer, place integer, words text[], data jsonb, primary key (id, place))`;
  });
  after(() => database.drop());

  const replace = (rows: Row[], only?: string): Promise<void> =>
    transaction(database.sql, (sql) => replaceRows(sql, 'kept', ['id', 'place'], rows, only));
  /** With the transaction that wrote each. */
  const read = () =>
    database.sql<(Row & { writer: string })[]>`
      select id, place, words, data, xmin::text as writer from kept order by id, place`;
  const row = (
    id: number,
    place: number,
    words: string[] | null = null,
    data: unknown = { a: [1] },
  ): Row => ({
    ...{ id, place, words, data },
  });

  it('leaves exactly these, and writes only what differs', async () => {
    const first = [row(1, 1, ['x', 'y,"z']), row(1, 2), row(2, 1, []), row(3, 1)];
    await replace(first);
    const before = await read();
    assert.deepEqual(
      before.map(({ writer: _, ...kept }) => kept),
      first,
    );

    const second = [row(1, 1, ['x', 'y,"z']), row(1, 2, ['new']), row(3, 1, null, { a: [2] }), row(4, 1)];
    await replace(second);
    const after = await read();
    assert.deepEqual(
      after.map(({ writer: _, ...kept }) => kept),
      second,
    );
    assert.deepEqual(
      after
        .filter(({ writer }) => before.some((old) => old.writer === writer))
        .map(({ id, place }) => [id, place]),
      [[1, 1]],
    );
  });

  it('takes only the rows that it is told to, and none at all', async () => {
    await replace([row(1, 1), row(2, 1), row(3, 1)], 'id <> 2');
    assert.deepEqual(
      (await read()).map(({ id }) => id),
      [1, 3],
    );
    await replace([]);
    assert.deepEqual(await read(), []);
  });
});
