import assert from 'node:assert/strict';
import { connect, type Sql } from '../../../src/platform/postgres.ts';
import type { JsonObject } from '../../../src/platform/documents/json.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { Batcher } from '../../../src/sync/pipeline/batcher.ts';
import type { Outcome } from '../../../src/sync/pipeline/outcomes.ts';
import type { IncomingChange } from '../../../src/sync/pipeline/prepareChange.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { change } from '../../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { documentPath, fullDocument, minimalDocument } from '../../support/documents.ts';
import { counts, liveDocuments, skillsByUser } from '../../support/state.ts';

/** The last state of each document in Firestore; null if it does not exist. */
type FinalState = Record<string, JsonObject | null>;

interface History {
  name: string;
  /** Five events in chronological order, for documents whose ids end with this suffix. */
  events: (suffix: string) => IncomingChange[];
  final: (suffix: string) => FinalState;
}

const user = (name: string, ...skills: string[]): JsonObject => ({ email: 'a@campus.example', name, skills });

/** A document of each collection: created, changed, deleted, re-created, and the last event twice. */
const LIFE_CYCLES = allCollections.map((collection): History => {
  const pathOf = (suffix: string): string => documentPath(collection, (param) => `${param}${suffix}`);
  const [minimal, full] = [minimalDocument(collection), fullDocument(collection)];
  return {
    name: `a document of ${collection.table}: create, update, delete, re-create, no-op`,
    events: (x) => [
      change(pathOf(x), 10, minimal),
      change(pathOf(x), 20, full),
      change(pathOf(x), 21, null),
      change(pathOf(x), 40, minimal),
      change(pathOf(x), 40, minimal),
    ],
    final: (x) => ({ [pathOf(x)]: minimal }),
  };
});

const HISTORIES: History[] = [
  {
    name: 'a user with skills: create, update, delete, re-create, no-op',
    events: (x) => [
      change(`users/a${x}`, 10, user('Created', 'go', 'sql')),
      change(`users/a${x}`, 20, user('Updated', 'go')),
      change(`users/a${x}`, 21, null),
      change(`users/a${x}`, 40, user('Re-created', 'rust')),
      change(`users/a${x}`, 40, user('Re-created', 'rust')),
    ],
    final: (x) => ({ [`users/a${x}`]: user('Re-created', 'rust') }),
  },
  {
    name: 'a user who ends up deleted',
    events: (x) => [
      change(`users/a${x}`, 10, user('Created', 'go')),
      change(`users/a${x}`, 11, null),
      change(`users/a${x}`, 30, user('Re-created', 'go')),
      change(`users/a${x}`, 40, user('Updated', 'sql')),
      change(`users/a${x}`, 41, null),
    ],
    final: (x) => ({ [`users/a${x}`]: null }),
  },
  {
    name: 'an event, its creator and an attendance',
    events: (x) => [
      change(`users/a${x}`, 10, user('Ada', 'go')),
      change(`events/e${x}`, 20, { title: 'Talk', createdBy: `a${x}` }),
      change(`events/e${x}/attendees/a${x}`, 30, { status: 'going' }),
      change(`users/a${x}`, 11, null),
      change(`users/a${x}`, 50, user('Ada again')),
    ],
    final: (x) => ({
      [`users/a${x}`]: user('Ada again'),
      [`events/e${x}`]: { title: 'Talk', createdBy: `a${x}` },
      [`events/e${x}/attendees/a${x}`]: { status: 'going' },
    }),
  },
  {
    name: 'a post whose author changes and whose authors are deleted',
    events: (x) => [
      change(`showcase_posts/p${x}`, 10, { userId: `a${x}` }),
      change(`showcase_posts/p${x}`, 20, { userId: `b${x}` }),
      change(`users/a${x}`, 30, user('Ada')),
      change(`users/a${x}`, 31, null),
      change(`users/b${x}`, 41, null),
    ],
    final: (x) => ({
      [`showcase_posts/p${x}`]: { userId: `b${x}` },
      [`users/a${x}`]: null,
      [`users/b${x}`]: null,
    }),
  },
  {
    name: 'a parent deleted and re-created around a child that is deleted and re-created',
    events: (x) => [
      change(`events/e${x}`, 10, { title: 'First' }),
      change(`events/e${x}/attendees/a${x}`, 20, { status: 'going' }),
      change(`events/e${x}`, 11, null),
      change(`events/e${x}/attendees/a${x}`, 21, null),
      change(`events/e${x}/attendees/a${x}`, 50, { status: 'attended', rating: 5 }),
    ],
    final: (x) => ({
      [`events/e${x}`]: null,
      [`events/e${x}/attendees/a${x}`]: { status: 'attended', rating: 5 },
    }),
  },
];

describe('any order of five events, with duplicates, ends in the state of Firestore', () => {
  let database: TestDatabase;
  let sql: Sql;

  beforeEach(async () => {
    database = await migratedDatabase();
    sql = connect(database.url, { max: 6 });
  });
  afterEach(async () => {
    await sql.end();
    await database.drop();
  });

  for (const { name, events, final } of LIFE_CYCLES) {
    it(`${name}: 120 permutations in shared batches`, async () => {
      await deliver(sql, { items: 37, concurrency: 6 }, events);
      await assertFinal(final);
    });
  }

  for (const { name, events, final } of HISTORIES) {
    it(`${name}: 120 permutations, event by event`, async () => {
      await deliver(sql, { items: 1, concurrency: 6 }, events);
      await assertFinal(final);
    });

    it(`${name}: 120 permutations in shared batches`, async () => {
      await deliver(sql, { items: 37, concurrency: 6 }, events);
      await assertFinal(final);
    });
  }

  async function assertFinal(final: History['final']): Promise<void> {
    const all = permutations([0, 1, 2, 3, 4]).map((_, index) => final(`-${String(index)}`));
    const expected = Object.fromEntries(
      all.flatMap(Object.entries).filter(([, data]) => data !== null),
    ) as Record<string, JsonObject>;
    assert.deepEqual(await liveDocuments(database.sql), expected);
    const skills = Object.entries(expected)
      .filter(
        ([path, data]) =>
          path.startsWith('users/') && ((data['skills'] as string[] | undefined) ?? []).length > 0,
      )
      .map(([path, data]) => [path.slice('users/'.length), data['skills']]);
    assert.deepEqual(await skillsByUser(database.sql), Object.fromEntries(skills));
    const total = await counts(database.sql);
    assert.deepEqual([total.received, total.dead_lettered], [120 * 10, 0]);
    assert.equal(total.applied + total.superseded, total.received);
  }
});

/** Delivers every permutation to documents of its own, and then all its events again in reverse. */
async function deliver(
  sql: Sql,
  limits: { items: number; concurrency: number },
  events: History['events'],
): Promise<void> {
  const writer = new Writer(sql, allCollections);
  const batcher = new Batcher<IncomingChange, Outcome>((batch) => writer.apply(batch), {
    ...limits,
    bytes: 1e6,
    lingerMs: 1,
  });
  await Promise.all(
    permutations([0, 1, 2, 3, 4]).map(async (order, index) => {
      const happened = events(`-${String(index)}`);
      for (const event of [...order, ...order.toReversed()]) {
        const message = happened[event];
        if (message) await batcher.add(message, 1);
      }
    }),
  );
}

function permutations<T>(items: T[]): T[][] {
  if (items.length <= 1) return [items];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}
