import assert from 'node:assert/strict';
import { recomputeScores } from '../../src/engagement/score/recomputeScores.ts';
import { refreshAggregates } from '../../src/insights/aggregation/refreshAggregates.ts';
import { directory } from '../../src/insights/directory.ts';
import { refreshLabels } from '../../src/names/refreshLabels.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import type { Claims } from '../../../scripts/lib/callContext.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { callAsPerson, withoutRedis } from '../support/dependencies.ts';
import { writeDocuments } from '../support/writeDocuments.ts';

const NOW = new Date('2026-03-16T04:30:00Z');
const ADMIN = { role: 'admin', departments: [] };
const HIDES = { visibility: { search: false, matching: false } };

function peopleOf(department: string, size: number, fields: JsonObject = {}): Record<string, JsonObject> {
  const user = { department, createdAt: '2026-01-10T00:00:00Z', ...fields };
  return Object.fromEntries(
    Array.from({ length: size }, (_, index) => {
      const id = `${department}-${String(index)}`.replace(/\W/g, '-');
      return [`users/${id}`, { name: id, email: `${id}@campus.example`, ...user }];
    }),
  );
}

const CAMPUS = {
  ...peopleOf('Law', 8, { skills: ['Rust', 'SQL'] }),
  ...peopleOf('Art', 12, { skills: ['SQL', 'Blender'] }),
  ...peopleOf('Music', 3, { skills: ['Cello'] }),
  ...peopleOf('Espionage', 7, { skills: ['Lockpicking'], ...HIDES }),
  'events/fair': { title: 'Fair', category: 'career fair', startDate: '2026-03-20T00:00:00Z' },
  'events/fair2': { title: 'Another', category: 'Career Fair', startDate: '2026-04-20T00:00:00Z' },
  'events/old': { title: 'Old', category: 'Workshop', startDate: '2026-01-20T00:00:00Z' },
};

describe('directory', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
    await writeDocuments(database.sql, CAMPUS);
  });
  after(() => database.drop());

  const ask = (claims?: Claims) =>
    callAsPerson(directory.definition, { uid: 'Law-0', data: {}, claims }, withoutRedis(database.sql, NOW));

  const NAMES = {
    departments: ['Art', 'Law', 'Music'],
    skills: ['SQL', 'Blender', 'Rust', 'Cello'],
  };
  const namesOf = (named: { name: string }[]): string[] => named.map(({ name }) => name);

  it('lists before the first night what it can, without counts of people', async () => {
    const { departments, skills, month, missing, asOf, eventCategories } = await ask();
    assert.deepEqual({ departments: namesOf(departments), skills: namesOf(skills) }, NAMES);
    assert.ok([...departments, ...skills].every(({ people }) => people === null));
    assert.deepEqual([month, asOf], [null, NOW.toISOString()]);
    assert.match(missing ?? '', /first month/);
    assert.deepEqual(namesOf(eventCategories), ['Career Fair', 'Workshop']);
  });

  describe('after a night', () => {
    before(async () => {
      await recomputeScores(database.sql, NOW);
      await refreshLabels(database.sql);
      await refreshAggregates(database.sql, NOW);
    });

    it('counts groups of five and more, rounded, and gives no number for smaller ones', async () => {
      const { departments, skills, month, missing, exact } = await ask();
      assert.deepEqual([month, missing, exact], ['2026-02', null, false]);
      assert.deepEqual(
        [...departments],
        [
          { name: 'Art', people: 10 },
          { name: 'Law', people: 10 },
          { name: 'Music', people: null },
        ],
      );
      assert.deepEqual(
        [...skills],
        [
          { name: 'SQL', people: 20 },
          { name: 'Blender', people: 10 },
          { name: 'Rust', people: 10 },
          { name: 'Cello', people: null },
        ],
      );
    });

    it('gives administrators exact numbers', async () => {
      const { departments, skills, exact } = await ask(ADMIN);
      assert.equal(exact, true);
      assert.deepEqual(
        departments.map(({ people }) => people),
        [12, 8, 3],
      );
      assert.deepEqual(
        skills.map(({ people }) => people),
        [20, 12, 8, 3],
      );
    });

    it('counts the events of each category that have not begun', async () => {
      assert.deepEqual(
        [...(await ask()).eventCategories],
        [
          { name: 'Career Fair', upcomingEvents: 2 },
          { name: 'Workshop', upcomingEvents: 0 },
        ],
      );
    });

    it('changes no number when somebody joins or hides, until the month after is closed', async () => {
      const before = await ask();
      await writeDocuments(database.sql, {
        ...peopleOf('Law', 9, { skills: ['Rust', 'SQL'] }),
        'users/Art-0': { name: 'A', department: 'Art', skills: ['SQL', 'Blender'], ...HIDES },
      });
      assert.deepEqual(await ask(), before);
    });

    it('lists neither department nor skill for the sake of somebody who hides', async () => {
      await writeDocuments(database.sql, peopleOf('Music', 3, { skills: ['Cello'], ...HIDES }));
      const { departments, skills } = await ask();
      assert.deepEqual(namesOf(departments), ['Art', 'Law']);
      assert.deepEqual(namesOf(skills), ['SQL', 'Blender', 'Rust']);
    });
  });

  it('is cached for the caller alone, for it shows nobody else', async () => {
    const answer = await ask();
    const tags = await directory.definition.cache?.tags(answer, { uid: 'Law-0' } as never, {});
    assert.deepEqual(tags, ['person:Law-0']);
  });
});
