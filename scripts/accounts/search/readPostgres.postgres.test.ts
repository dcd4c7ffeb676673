import assert from 'node:assert/strict';
import { migratedDatabase, type TestDatabase } from '../../../functions/test/support/database.ts';
import { Needles } from './needles.ts';
import { readPostgres } from './readPostgres.ts';

const ID = 'kX3vAq8Yb2NnTzR0wLmE7cUfJd51';
const needles = new Needles([
  { id: ID, emails: ['zoe@campus.example'], names: ['Zoë Lovelace'], nameWords: ['Lovelace'], texts: [] },
]);

describe('the search of Postgres', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  async function found(): Promise<string[]> {
    const places = new Set<string>();
    for await (const { place, column } of readPostgres(database.sql, needles.source))
      places.add(`${place}.${column}`);
    return [...places].sort();
  }

  it('finds traces in every type of column, in any table of any schema', async () => {
    const { direct } = database;
    await direct.unsafe(`
      create schema elsewhere;
      create table elsewhere.odd (
        "a 'name'" text collate "C", list text[], document jsonb, bytes bytea, more_bytes bytea, word text, nothing text
      );
      create materialized view elsewhere.copied as select null::text as kept`);
    const bytes = Buffer.concat([
      Buffer.from([0, 255]),
      Buffer.from('ZOE@campus.example'),
      Buffer.from([200]),
    ]);
    await direct`
      insert into elsewhere.odd values (
        ${`x${ID}y`}, array['a', 'ZOË LOVELACE'], ${direct.json({ 'zoe@campus.example': [{ deep: ID }] })},
        ${bytes}, ${Buffer.from('Zoë Lovelace')}, 'Lovelace', 'the Lovelace lectures')`;
    const columns = ["a 'name'", 'bytes', 'document', 'list', 'more_bytes', 'word'];
    assert.deepEqual(
      await found(),
      columns.map((column) => `elsewhere.odd.${column}`),
    );
    await direct`drop schema elsewhere cascade`;
  });

  it('finds what the statistics of a table remember of deleted rows', async () => {
    const { direct } = database;
    await direct`create table remembered (person text)`;
    await direct`insert into remembered select ${ID} from generate_series(1, 100)`;
    await direct`analyze remembered`;
    await direct`delete from remembered`;
    assert.deepEqual(await found(), ['remembered.person']);
    // Analyzing an empty table leaves its statistics as they were.
    await direct`analyze remembered`;
    assert.deepEqual(await found(), ['remembered.person']);
    await direct`insert into remembered values ('somebody else')`;
    await direct`analyze remembered`;
    assert.deepEqual(await found(), []);
    await direct`drop table remembered`;
  });
});
