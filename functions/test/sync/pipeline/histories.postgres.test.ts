import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonObject } from '../../../src/platform/documents/json.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { anyWrite, seed, simulateFirestore } from '../../support/history.ts';
import { tries } from '../../support/thorough.ts';
import { counts, documentsWithDifferingChildRows, liveDocuments, skillsByUser } from '../../support/state.ts';

const HISTORIES = tries(200, 1000);

describe('random histories over all collections', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  it(`end in the state of Firestore: ${String(HISTORIES)} histories, reordered, duplicated, in concurrent batches`, async () => {
    const writer = new Writer(database.sql, allCollections);
    const final: Record<string, JsonObject> = {};
    let delivered = 0;
    let histories = 0;
    const history = fc.constant(null).chain(() => {
      // Few ids, so that documents meet; the number separates the histories in one database.
      const run = String((histories += 1));
      const id = fc.constantFrom('a', 'b', 'c').map((letter) => `${letter}-${run}`);
      return fc.record({
        writes: fc.array(anyWrite(id), { minLength: 2, maxLength: 14 }),
        delivery: fc.infiniteStream(fc.nat()),
      });
    });
    await fc.assert(
      fc.asyncProperty(history, async ({ writes, delivery }) => {
        const { events, final: expected } = simulateFirestore(writes);
        const draw = (limit: number): number => (delivery.next().value as number) % limit;
        const duplicated = [...events, ...events.filter(() => draw(3) === 0)];
        const order = duplicated.map((event) => ({ event, at: draw(1_000_000) })).sort((a, b) => a.at - b.at);
        while (order.length > 0) {
          // Up to three concurrent batches of one to six messages.
          const batches = Array.from({ length: 1 + draw(3) }, () => order.splice(0, 1 + draw(6)));
          await Promise.all(batches.map((batch) => writer.apply(batch.map(({ event }) => event))));
        }
        delivered += duplicated.length;
        Object.assign(final, expected);
      }),
      { numRuns: HISTORIES, seed: seed(), endOnFailure: true },
    );
    assert.deepEqual(await liveDocuments(database.sql), final);
    assert.deepEqual(await skillsByUser(database.sql), expectedSkills(final));
    assert.deepEqual(await documentsWithDifferingChildRows(database.sql, final), []);
    const total = await counts(database.sql);
    assert.deepEqual([total.received, total.applied + total.superseded], [delivered, delivered]);
  });
});

/** The skill keys of each user with skills, computed without the code under test. */
function expectedSkills(final: Record<string, JsonObject>): Record<string, string[]> {
  const skills = Object.entries(final)
    .filter(([path]) => /^users\/[^/]+$/.test(path))
    .map(([path, { skills: entries = [] }]) => {
      const keys = (entries as (string | { name: string })[]).map((skill) =>
        (typeof skill === 'string' ? skill : skill.name).trim().toLowerCase().replace('golang', 'go'),
      );
      return [path.slice('users/'.length), [...new Set(keys)].sort()] as const;
    })
    .filter(([, keys]) => keys.length > 0);
  return Object.fromEntries(skills);
}
