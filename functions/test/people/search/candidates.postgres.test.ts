import assert from 'node:assert/strict';
import { byMeaning, byWords } from '../../../src/people/search/candidates.ts';
import { vocabularyOf } from '../../../src/people/search/vocabulary.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';

const EVERYBODY = { department: null, role: null, skills: [] };

describe('candidates of a search', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
    await database.sql`select setseed(0.5)`;
  });
  afterEach(() => database.drop());

  /** People with documents of these words. */
  async function index(prefix: string, people: number, words: number[]): Promise<void> {
    await database.sql`
      with added as (
        insert into users (id, email, name, firebase_data, version, live)
        select ${prefix} || number, number || '@x.example', 'Somebody', '{}', 1, true
        from generate_series(1, ${people}::integer) as number
        returning id
      )
      insert into search_documents (user_id, words) select id, ${`{${words.join()}}`}::integer[] from added`;
  }

  describe('by meaning', () => {
    const QUESTION = '10'.repeat(256);
    const nearest = async (people: number, limit: number): Promise<string[]> =>
      (await byMeaning(database.sql, QUESTION, EVERYBODY, people, limit)).map(({ id }) => id);

    /** Gives everybody who has a document a signature drawn at random. */
    async function sign(): Promise<void> {
      await database.sql`
        insert into search_vectors (user_id, model, digest, vector)
        select user_id, 'm', 'd', '' from search_documents`;
      await database.sql`
        insert into search_signatures (user_id, signature)
        select user_id, (
          select string_agg((random() < 0.5)::integer::text, '')::bit(512)
          from generate_series(1, 512) where user_id <> ''
        )
        from search_vectors`;
    }

    it('are the same when a sample says who is too far away', async () => {
      await index('p', 3000, [-1, 1]);
      await sign();
      const all = await nearest(0, 50);
      assert.equal(all.length, 50);
      // As if there were so many, of whom few have a signature yet: the sample's share is too small, or just enough.
      for (const people of [20_000, 100_000]) assert.deepEqual(await nearest(people, 50), all);
    });

    it('are all there are, however few', async () => {
      assert.deepEqual(await nearest(100_000, 10), []);
      await index('p', 5, [-1, 1]);
      await sign();
      assert.equal((await nearest(100_000, 10)).length, 5);
    });
  });

  it('by two words that are too frequent to be read are at first those who have both', async () => {
    const { sql } = database;
    await sql`insert into search_words (word, people) values ('one', 7003), ('two', 7003)`;
    await index('a', 7000, [-1, 1]);
    await index('b', 7000, [-1, 2]);
    await index('c', 3, [-1, 1, 2]);
    const vocabulary = await vocabularyOf(sql, { generation: 1, people: 14_003 });
    const variants = [1, 2].map((id, part) => ({ id, part, weight: 1 }));
    const found = await byWords(sql, variants, vocabulary, null, EVERYBODY, 10);
    assert.deepEqual(
      found
        .slice(0, 3)
        .map(({ id }) => id)
        .sort(),
      ['c1', 'c2', 'c3'],
    );
    assert.equal(found.length, 10);
  });
});
