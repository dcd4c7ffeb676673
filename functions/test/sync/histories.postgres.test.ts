import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonObject } from '../../src/sync/encoding.ts';
import { Writer, type Incoming } from '../../src/sync/writer.ts';
import { change } from '../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { ALL, counts, liveDocuments, skillsByUser } from '../support/state.ts';

/** Few ids, so that documents meet: `run` keeps the histories of one database apart. */
const ID = fc.constantFrom('a', 'b', 'c');

const id = (run: string) => ID.map((letter) => `${letter}-${run}`);

interface Write {
  path: string;
  /** Null deletes the document. */
  data: JsonObject | null;
}

function anyWrite(run: string): fc.Arbitrary<Write> {
  const skills = fc.array(fc.constantFrom('Go', ' go', 'SQL', 'React', { name: 'react', level: 9 }), { maxLength: 4 });
  const user = fc.record({ email: fc.constant('x@campus.example'), name: fc.constantFrom('X', 'Y'), skills });
  const event = fc.record({ title: fc.constantFrom('T', 'U'), createdBy: id(run) }, { requiredKeys: ['title'] });
  const attendance = fc.record({ status: fc.constantFrom('going', 'attended', '?'), rating: fc.integer({ min: 0, max: 6 }) });
  const post = fc.record({ userId: id(run), skills, likes: fc.array(id(run), { maxLength: 2 }) });
  const connection = fc.record({ fromUid: id(run), toUid: id(run) });
  const position = fc.record({ title: fc.constantFrom('Engineer', 'Lead') });
  const document = (path: fc.Arbitrary<string>, data: fc.Arbitrary<JsonObject>) =>
    fc
      .record({ path, data: fc.option(data, { freq: 3 }) })
      // Plain objects, as the message's JSON gives them.
      .map((write) => JSON.parse(JSON.stringify(write)) as Write);
  return fc.oneof(
    { weight: 3, arbitrary: document(id(run).map((user) => `users/${user}`), user) },
    document(id(run).map((event) => `events/${event}`), event),
    document(fc.tuple(id(run), id(run)).map(([event, user]) => `events/${event}/attendees/${user}`), attendance),
    document(id(run).map((post) => `showcase_posts/${post}`), post),
    document(id(run).map((connection) => `connections/${connection}`), connection),
    document(fc.tuple(id(run), id(run)).map(([user, position]) => `users/${user}/positions/${position}`), position),
  );
}

/** What Firestore would have sent for these writes, and what it ends with. */
function happen(writes: Write[]): { events: Incoming[]; final: Record<string, JsonObject> } {
  const existing = new Map<string, { version: number; data: JsonObject }>();
  const events: Incoming[] = [];
  for (const [index, { path, data }] of writes.entries()) {
    const now = 1000 + index * 2;
    const before = existing.get(path);
    if (data !== null) {
      existing.set(path, { version: now, data });
      events.push(change(path, now, data));
    } else if (before) {
      existing.delete(path);
      events.push(change(path, before.version + 1, null));
    }
  }
  return { events, final: Object.fromEntries([...existing].map(([path, { data }]) => [path, data])) };
}

describe('random histories over all collections', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  it('end as Firestore ends: 1,000 of them, reordered, duplicated, in random concurrent batches', async () => {
    const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
    console.log(`      SEED=${String(seed)}`);
    const writer = new Writer(database.sql, ALL);
    const final: Record<string, JsonObject> = {};
    let delivered = 0;
    let run = 0;
    const history = fc.constant(null).chain(() => {
      const name = String((run += 1));
      return fc.record({
        writes: fc.array(anyWrite(name), { minLength: 2, maxLength: 14 }),
        delivery: fc.infiniteStream(fc.nat()),
      });
    });
    await fc.assert(
      fc.asyncProperty(history, async ({ writes, delivery }) => {
        const { events, final: expected } = happen(writes);
        const draw = (limit: number): number => (delivery.next().value as number) % limit;
        const duplicated = [...events, ...events.filter(() => draw(3) === 0)];
        const order = duplicated.map((event) => ({ event, at: draw(1_000_000) })).sort((a, b) => a.at - b.at);
        while (order.length > 0) {
          // Up to three batches at the same time, of one to six messages.
          const batches = Array.from({ length: 1 + draw(3) }, () => order.splice(0, 1 + draw(6)));
          await Promise.all(batches.map((batch) => writer.apply(batch.map(({ event }) => event))));
        }
        delivered += duplicated.length;
        Object.assign(final, expected);
      }),
      { numRuns: 1000, seed, endOnFailure: true },
    );
    assert.deepEqual(await liveDocuments(database.sql), final);
    const skills = Object.entries(final)
      .filter(([path]) => path.startsWith('users/') && path.split('/').length === 2)
      .map(([path, { skills: named = [] }]) => {
        const keys = (named as (string | { name: string })[]).map((skill) => (typeof skill === 'string' ? skill : skill.name));
        return [path.slice('users/'.length), [...new Set(keys.map((key) => key.trim().toLowerCase()))].sort()] as const;
      })
      .filter(([, keys]) => keys.length > 0);
    assert.deepEqual(await skillsByUser(database.sql), Object.fromEntries(skills));
    const total = await counts(database.sql);
    assert.deepEqual([total.received, total.applied + total.superseded], [delivered, delivered]);
  });
});
