import assert from 'node:assert/strict';
import { lexicalCandidates } from '../../../src/people/search/lexicalCandidates.ts';
import { semanticCandidates } from '../../../src/people/search/semanticCandidates.ts';
import { currentVocabulary } from '../../../src/people/search/vocabulary.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';

const NO_FILTER = { departmentKey: null, role: null, skills: [], areVerified: false };

describe('search candidates', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
    await database.sql`select setseed(0.5)`;
  });
  afterEach(() => database.drop());

  /** Adds people whose documents consist of these words. */
  async function index(prefix: string, people: number, words: number[]): Promise<void> {
    await database.sql`
      with added as (
        insert into users (id, email, name, firebase_data, version, live)
        select ${prefix} || number, number || '@x.example', 'Somebody', '{}', 1, true
        from generate_series(1, ${people}::integer) as number
        returning id
      )
      insert into search_documents (user_id, words, name_words)
      select id, ${`{${words.join()}}`}::integer[], array['somebody'] from added`;
  }

  describe('semanticCandidates', () => {
    const QUERY_SIGNATURE = '10'.repeat(256);
    const closest = async (people: number, limit: number): Promise<string[]> =>
      (await semanticCandidates(database.sql, QUERY_SIGNATURE, NO_FILTER, people, limit)).map(({ id }) => id);

    /** Gives every document a random signature. */
    async function addSignatures(): Promise<void> {
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

    it('are the same with a cut-off from a sample', async () => {
      await index('p', 3000, [-1, 1]);
      await addSignatures();
      const all = await closest(0, 50);
      assert.equal(all.length, 50);
      // With fewer signatures than people, the cut-off admits too few or just enough.
      for (const people of [20_000, 100_000]) assert.deepEqual(await closest(people, 50), all);
    });

    it('include everyone on a small campus', async () => {
      assert.deepEqual(await closest(100_000, 10), []);
      await index('p', 5, [-1, 1]);
      await addSignatures();
      assert.equal((await closest(100_000, 10)).length, 5);
    });
  });

  it('lexicalCandidates prefers people with both of two words that are too frequent to read', async () => {
    const { sql } = database;
    await sql`insert into search_words (word, people) values ('one', 7003), ('two', 7003)`;
    await index('a', 7000, [-1, 1]);
    await index('b', 7000, [-1, 2]);
    await index('c', 3, [-1, 1, 2]);
    const vocabulary = await currentVocabulary(sql, { generation: 1, people: 14_003 });
    const variants = [1, 2].map((id, part) => ({ id, part, weight: 1 }));
    const found = await lexicalCandidates(sql, variants, vocabulary, null, NO_FILTER, 10);
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
