import assert from 'node:assert/strict';
import { Random } from '../../../../scripts/campus/random.ts';
import { refreshMatching } from '../../../src/people/matching/refresh.ts';
import { readRequester } from '../../../src/people/similarity/requester.ts';
import { mostAlike } from '../../../src/people/similarity/search.ts';
import type { Sql } from '../../../src/platform/postgres.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { change } from '../../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { seed } from '../../support/history.ts';
import { readPeople, scoreEverybody, type People, type Question } from './bruteForce.ts';
import { DEPARTMENTS, STATISTICS, writeRandomCampus } from './randomCampus.ts';

const ANYBODY = { department: null, role: null, candidates: null };

describe('the people most like somebody', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
  });
  afterEach(() => database.drop());

  describe('are exactly those that scoring everybody gives', () => {
    const random = new Random(seed());
    for (const statistics of STATISTICS) {
      for (const most of [30, 60, 120]) {
        it(`on a random campus of up to ${String(most)}, with statistics that are ${statistics}`, async () => {
          await writeRandomCampus(database.sql, random, random.integer(30, most), statistics);
          const campus = await readPeople(database.sql);
          const ids = [...campus.people.keys()];
          for (const { id, live } of campus.people.values()) {
            if (!live) continue;
            const questions = Array.from({ length: 2 }, () => anyQuestion(random, ids));
            await Promise.all(questions.map((question) => compare(database.sql, campus, id, question)));
          }
        });
      }
    }
  });

  it('are found when the best of them goes while it looks', async () => {
    const { sql } = database;
    const skills = Array.from({ length: 30 }, (_, index) => `Skill ${String(index)}`);
    const user = (id: string, department: string, own: string[]) =>
      change(`users/${id}`, 1, { email: `${id}@campus.example`, name: id, department, skills: own });
    const writer = new Writer(sql, allCollections);
    // Those who share most with Ada are of another department, so that less is found than was expected.
    await writer.apply([
      user('ada', 'Law', skills),
      user('bob', 'Physics', skills.slice(0, 1)),
      user('carl', 'Physics', skills.slice(5, 6)),
      ...skills.map((_, index) => user(`u${String(index)}`, 'Law', skills.slice(index, index + 6))),
      ...Array.from({ length: 370 }, (_, index) => user(`v${String(index)}`, 'Law', [])),
    ]);
    await refreshMatching(sql, new Date());
    const ada = await readRequester(sql, 'ada');
    let passes = 0;
    const leaving = beforeEachPass(sql, async () => {
      passes += 1;
      assert.ok(passes < 10, 'it goes on forever');
      if (passes === 2) await writer.apply([change('users/bob', 2, null)]);
    });
    const [best] = await mostAlike(leaving, ada, { ...ANYBODY, department: 'Physics' }, 1);
    assert.equal(best?.id, 'carl');
    assert.ok(passes >= 2);
  });

  it('are nobody when none is asked for', async () => {
    const { sql } = database;
    const user = { email: 'x@campus.example', name: 'Ada', skills: ['Go'] };
    await new Writer(sql, allCollections).apply(['ada', 'bob'].map((id) => change(`users/${id}`, 1, user)));
    const ada = await readRequester(sql, 'ada');
    assert.deepEqual(await mostAlike(sql, ada, { ...ANYBODY, candidates: [] }, 0), []);
    assert.deepEqual(await mostAlike(sql, ada, { ...ANYBODY, candidates: ['bob'] }, 0), []);
    assert.deepEqual(await mostAlike(sql, ada, ANYBODY, 0), []);
  });

  it('are found when nearly everybody came since the last night, so that scores are next to nothing', async () => {
    const { sql } = database;
    const user = (id: string) =>
      change(`users/${id}`, 1, { email: 'x@campus.example', name: id, skills: ['Go'] });
    const writer = new Writer(sql, allCollections);
    await writer.apply([user('ada')]);
    await refreshMatching(sql, new Date());
    await sql`update skills set people = null`;
    await writer.apply(
      Array.from({ length: 1500 }, (_, index) => user(`u${String(index).padStart(4, '0')}`)),
    );
    let passes = 0;
    const counted = beforeEachPass(sql, () => {
      passes += 1;
      return passes < 10 ? Promise.resolve() : Promise.reject(new Error('it goes on forever'));
    });
    const found = await mostAlike(counted, await readRequester(sql, 'ada'), ANYBODY, 3);
    assert.deepEqual(
      found.map(({ id }) => id),
      ['u0000', 'u0001', 'u0002'],
    );
  });
});

function anyQuestion(random: Random, ids: string[]): Question {
  return {
    limit: random.pick([1, 2, 5, 10, 10, 50, 1000]),
    department: random.chance(0.3) ? random.pick(DEPARTMENTS) : null,
    role: random.chance(0.2) ? random.pick(['student', 'alumni', 'faculty']) : null,
    candidates: random.chance(0.2) ? random.sample(ids, random.integer(0, 40)) : null,
  };
}

async function compare(sql: Sql, campus: People, id: string, question: Question): Promise<void> {
  const found = await mostAlike(sql, await readRequester(sql, id), question, question.limit);
  const expected = scoreEverybody(campus, id, question);
  const about = JSON.stringify({ id, ...question });
  assert.deepEqual(
    found.map((one) => one.id),
    expected.map((one) => one.id),
    about,
  );
  for (const [index, { score }] of found.entries()) {
    assert.ok(Math.abs(score - expected[index]!.score) < 1e-9, about);
  }
}

/** The same connections, with something that happens before each pass over the candidates. */
function beforeEachPass(sql: Sql, happen: () => Promise<void>): Sql {
  return new Proxy(sql, {
    apply(target, self, [strings, ...values]: [TemplateStringsArray, ...unknown[]]) {
      const query = (): unknown => Reflect.apply(target, self, [strings, ...values]);
      return strings[0]?.includes('most_similar') ? happen().then(query) : query();
    },
  });
}
