import assert from 'node:assert/strict';
import { refreshLabels } from '../../src/names/refreshLabels.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { Random } from '../../../scripts/campus/random.ts';
import { change } from '../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { seed } from '../support/history.ts';

const SPELLINGS = [
  ...['Informática', 'Informa\u0301tica', 'informática', 'INFORMÁTICA', 'Informática  '],
  ...['Computer Science', 'Computer  Science', 'Computer\u00a0Science', 'computer science'],
  'Computer Science\u200b',
];

describe('labels', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
  });
  afterEach(() => database.drop());

  async function write(documents: Record<string, JsonObject>): Promise<void> {
    const writer = new Writer(database.sql, allCollections);
    for (const [path, data] of Object.entries(documents)) await writer.apply([change(path, 1, data)]);
  }

  const members = (departments: string[]): Record<string, JsonObject> =>
    Object.fromEntries(
      departments.map((department, index) => [
        `users/u${String(index)}`,
        { email: 'x@campus.example', name: 'X', department },
      ]),
    );

  async function names(kind: string): Promise<Record<string, string>> {
    const rows = await database.sql<{ key: string; name: string }[]>`
      select key, name from labels where kind = ${kind} order by key`;
    return Object.fromEntries(rows.map(({ key, name }) => [key, name]));
  }

  it('make two departments of ten spellings, before the first night and after it', async () => {
    await write(members(SPELLINGS));
    const shown = async (): Promise<object[]> => [
      ...(await database.sql`
        select label_name('department', department_key, department) as name, count(*)::integer as people
        from users group by 1 order by 1`),
    ];
    const expected = [
      { name: 'Computer Science', people: 5 },
      { name: 'Informática', people: 5 },
    ];
    assert.deepEqual(await shown(), expected);
    assert.equal(await refreshLabels(database.sql), 2);
    assert.deepEqual(await shown(), expected);
  });

  it('are named as most people spell them, not as the first person did', async () => {
    await write(members(['eLEARNING Lab', 'E-Learning', 'eLearning Lab', 'eLearning Lab']));
    await refreshLabels(database.sql);
    assert.deepEqual(await names('department'), {
      'e-learning': 'E-Learning',
      'elearning lab': 'eLearning Lab',
    });
  });

  it('count each person once, however many events they write', async () => {
    const event = (createdBy: string, category: string): JsonObject => ({ title: 'X', createdBy, category });
    await write({
      'events/a': event('ada', 'HackDay'),
      'events/b': event('ada', 'HackDay'),
      'events/c': event('ada', 'HackDay'),
      'events/d': event('bob', 'Hackday'),
      'events/e': event('eve', 'hackday'),
    });
    await refreshLabels(database.sql);
    assert.deepEqual(await names('event category'), { hackday: 'Hackday' });
  });

  it('are forgotten with the last document that has them', async () => {
    await write(members(['Law']));
    await refreshLabels(database.sql);
    await new Writer(database.sql, allCollections).apply([change('users/u0', 2, null)]);
    assert.equal(await refreshLabels(database.sql), 0);
    assert.deepEqual(await names('department'), {});
  });

  it('are the same in any order of the documents', async () => {
    const random = new Random(seed());
    const documents: Record<string, JsonObject> = {
      ...members([...SPELLINGS, ...['gis', 'GIS', 'Gis'].flatMap((name) => [name, name])]),
      'events/e': { title: 'X', category: 'talk', department: 'Informatica' },
      'showcase_posts/p': { userId: 'u0', category: 'How To' },
      'showcase_posts/q': { userId: 'u1', category: 'how to' },
    };
    const states: unknown[] = [];
    for (let order = 0; order < 3; order += 1) {
      await database.sql`truncate users, labels cascade`;
      await write(
        Object.fromEntries(random.sample(Object.entries(documents), Object.keys(documents).length)),
      );
      await refreshLabels(database.sql);
      states.push({
        rows: [
          ...(await database.sql`
            select id, department, department_key from users order by id`),
          ...(await database.sql`select category, category_key, department_key from events`),
          ...(await database.sql`select id, category, category_key from showcase_posts order by id`),
        ],
        departments: await names('department'),
        categories: await names('event category'),
        postCategories: await names('post category'),
      });
    }
    assert.deepEqual(states[1], states[0]);
    assert.deepEqual(states[2], states[0]);
  });
});
