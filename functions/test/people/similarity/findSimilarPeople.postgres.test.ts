import assert from 'node:assert/strict';
import { Random } from '../../../../scripts/campus/random.ts';
import { refreshMatchingStatistics } from '../../../src/people/matching/refreshMatchingStatistics.ts';
import { readRequester } from '../../../src/people/similarity/readRequester.ts';
import { labelKey } from '../../../src/platform/documents/labels.ts';
import { findSimilarPeople } from '../../../src/people/similarity/findSimilarPeople.ts';
import type { Sql } from '../../../src/platform/postgres.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { change } from '../../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { seed } from '../../support/history.ts';
import { readPeople, scoreEveryone, type People, type SimilarityQuery } from './referenceSimilarity.ts';
import { DEPARTMENTS, STATISTICS, writeRandomCampus } from './randomCampus.ts';

const NO_FILTER = { departmentKey: null, role: null, candidates: null };

describe('findSimilarPeople', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
  });
  afterEach(() => database.drop());

  describe('gives exactly the result of scoring everyone', () => {
    const random = new Random(seed());
    for (const statistics of STATISTICS) {
      for (const maxPeople of [30, 60, 120]) {
        it(`on a random campus of up to ${String(maxPeople)} people with ${statistics} statistics`, async () => {
          await writeRandomCampus(database.sql, random, random.integer(30, maxPeople), statistics);
          const campus = await readPeople(database.sql);
          const ids = [...campus.people.keys()];
          for (const { id, live } of campus.people.values()) {
            if (!live) continue;
            const queries = Array.from({ length: 2 }, () => randomQuery(random, ids));
            await Promise.all(queries.map((query) => compare(database.sql, campus, id, query)));
          }
        });
      }
    }
  });

  it('finds the next best when the best is deleted during the search', async () => {
    const { sql } = database;
    const skills = Array.from({ length: 30 }, (_, index) => `Skill ${String(index)}`);
    const user = (id: string, department: string, own: string[]) =>
      change(`users/${id}`, 1, { email: `${id}@campus.example`, name: id, department, skills: own });
    const writer = new Writer(sql, allCollections);
    // The people most similar to Ada are in another department, so the first pass finds less than expected.
    await writer.apply([
      user('ada', 'Law', skills),
      user('bob', 'Physics', skills.slice(0, 1)),
      user('carl', 'Physics', skills.slice(5, 6)),
      ...skills.map((_, index) => user(`u${String(index)}`, 'Law', skills.slice(index, index + 6))),
      ...Array.from({ length: 370 }, (_, index) => user(`v${String(index)}`, 'Law', [])),
    ]);
    await refreshMatchingStatistics(sql, new Date());
    const ada = await readRequester(sql, 'ada');
    let passes = 0;
    const deleting = beforeEachPass(sql, async () => {
      passes += 1;
      assert.ok(passes < 10, 'the search does not terminate');
      if (passes === 2) await writer.apply([change('users/bob', 2, null)]);
    });
    const [best] = await findSimilarPeople(deleting, ada, { ...NO_FILTER, departmentKey: 'physics' }, 1);
    assert.equal(best?.id, 'carl');
    assert.ok(passes >= 2);
  });

  it('returns nobody for a limit of 0', async () => {
    const { sql } = database;
    const user = { email: 'x@campus.example', name: 'Ada', skills: ['Go'] };
    await new Writer(sql, allCollections).apply(['ada', 'bob'].map((id) => change(`users/${id}`, 1, user)));
    const ada = await readRequester(sql, 'ada');
    assert.deepEqual(await findSimilarPeople(sql, ada, { ...NO_FILTER, candidates: [] }, 0), []);
    assert.deepEqual(await findSimilarPeople(sql, ada, { ...NO_FILTER, candidates: ['bob'] }, 0), []);
    assert.deepEqual(await findSimilarPeople(sql, ada, NO_FILTER, 0), []);
  });

  it('works when nearly everyone joined since the last refresh, so that scores are close to 0', async () => {
    const { sql } = database;
    const user = (id: string) =>
      change(`users/${id}`, 1, { email: 'x@campus.example', name: id, skills: ['Go'] });
    const writer = new Writer(sql, allCollections);
    await writer.apply([user('ada')]);
    await refreshMatchingStatistics(sql, new Date());
    await sql`update skills set people = null`;
    await writer.apply(
      Array.from({ length: 1500 }, (_, index) => user(`u${String(index).padStart(4, '0')}`)),
    );
    let passes = 0;
    const counted = beforeEachPass(sql, () => {
      passes += 1;
      return passes < 10 ? Promise.resolve() : Promise.reject(new Error('the search does not terminate'));
    });
    const found = await findSimilarPeople(counted, await readRequester(sql, 'ada'), NO_FILTER, 3);
    assert.deepEqual(
      found.map(({ id }) => id),
      ['u0000', 'u0001', 'u0002'],
    );
  });
});

function randomQuery(random: Random, ids: string[]): SimilarityQuery {
  return {
    limit: random.pick([1, 2, 5, 10, 10, 50, 1000]),
    departmentKey: random.chance(0.3) ? labelKey(random.pick(DEPARTMENTS)) : null,
    role: random.chance(0.2) ? random.pick(['student', 'alumni', 'faculty']) : null,
    candidates: random.chance(0.2) ? random.sample(ids, random.integer(0, 40)) : null,
  };
}

async function compare(sql: Sql, campus: People, id: string, query: SimilarityQuery): Promise<void> {
  const found = await findSimilarPeople(sql, await readRequester(sql, id), query, query.limit);
  const expected = scoreEveryone(campus, id, query);
  const description = JSON.stringify({ id, ...query });
  assert.deepEqual(
    found.map((person) => person.id),
    expected.map((person) => person.id),
    description,
  );
  for (const [index, { score }] of found.entries()) {
    assert.ok(Math.abs(score - expected[index]!.score) < 1e-9, description);
  }
}

/** The connection, calling `hook` before each pass of the search. */
function beforeEachPass(sql: Sql, hook: () => Promise<void>): Sql {
  return new Proxy(sql, {
    apply(target, self, [strings, ...values]: [TemplateStringsArray, ...unknown[]]) {
      const run = (): unknown => Reflect.apply(target, self, [strings, ...values]);
      return strings[0]?.includes('most_similar') ? hook().then(run) : run();
    },
  });
}
