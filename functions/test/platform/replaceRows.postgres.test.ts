import assert from 'node:assert/strict';
import { transaction } from '../../src/platform/postgres.ts';
import { replaceRows } from '../../src/platform/replaceRows.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';

interface Row {
  id: number;
  place: number;
  words: string[] | null;
  data: unknown;
}

describe('replaceRows', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
    await database.sql`
      create table kept (id integer, place integer, words text[], data jsonb, primary key (id, place))`;
  });
  after(() => database.drop());

  const replace = (rows: Row[], only?: string): Promise<void> =>
    transaction(database.sql, (sql) => replaceRows(sql, 'kept', ['id', 'place'], rows, only));
  const read = () =>
    database.sql<Row[]>`select id, place, to_json(words) as words, data from kept order by id, place`;
  /** The transaction that wrote each row. */
  const writers = async (): Promise<Map<string, string>> => {
    const rows = await database.sql<{ key: string; writer: string }[]>`
      select concat(id, '/', place) as key, xmin::text as writer from kept`;
    return new Map(rows.map(({ key, writer }) => [key, writer]));
  };
  const row = (
    id: number,
    place: number,
    words: string[] | null = null,
    data: unknown = { a: [1] },
  ): Row => ({
    ...{ id, place, words, data },
  });

  it('leaves exactly the given rows, and writes only those that differ', async () => {
    const first = [row(1, 1, ['x', 'y,"z']), row(1, 2), row(2, 1, []), row(3, 1)];
    await replace(first);
    assert.deepEqual([...(await read())], first);
    const before = await writers();

    const second = [row(1, 1, ['x', 'y,"z']), row(1, 2, ['new']), row(3, 1, null, { a: [2] }), row(4, 1)];
    await replace(second);
    assert.deepEqual([...(await read())], second);
    const kept = [...(await writers())].filter(([key, writer]) => before.get(key) === writer);
    assert.deepEqual(
      kept.map(([key]) => key),
      ['1/1'],
    );
  });

  it('leaves out rows that do not meet the condition, and empties the table for no rows', async () => {
    await replace([row(1, 1), row(2, 1), row(3, 1)], 'id <> 2');
    assert.deepEqual(
      (await read()).map(({ id }) => id),
      [1, 3],
    );
    await replace([]);
    assert.equal((await read()).length, 0);
  });
});
