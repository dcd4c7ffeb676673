import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { MAX_STATEMENT_BYTES } from '../../../src/platform/byteChunks.ts';
import { allCollections, collections } from '../../../src/sync/collections/index.ts';
import { readRowStates } from '../../../src/sync/consistency/rowStates.ts';
import { prepareChange, toIncomingChange } from '../../../src/sync/pipeline/prepareChange.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { change } from '../../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';

describe('rows of large documents', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  it('are written and compared in statements of bounded size', async () => {
    const text = randomBytes(500_000).toString('hex');
    const incoming = Array.from({ length: 40 }, (_, index) =>
      change(`users/${String(index)}`, 1000, { name: String(index), email: 'x@c.example', large: text }),
    );
    const { sql } = database;
    let longest = 0;
    const measured = new Proxy(sql, {
      get(target, property) {
        if (property !== 'unsafe') return Reflect.get(target, property) as unknown;
        return (query: string, values: string[]) => {
          longest = Math.max(longest, ...values.map((value) => value.length));
          return target.unsafe(query, values);
        };
      },
    });
    assert.deepEqual(new Set(await new Writer(sql, allCollections).apply(incoming)), new Set(['applied']));
    const entries = incoming.map(({ change: one }) => {
      const prepared = prepareChange(allCollections, toIncomingChange(one as never));
      assert.ok(prepared.kind === 'row');
      return { key: prepared.row.key, projected: prepared };
    });
    const states = await readRowStates(measured, collections.users, entries);
    assert.equal(states.size, 40);
    assert.ok([...states.values()].every(({ isSame }) => isSame));
    assert.ok(longest > 1_000_000 && longest < 1.1 * MAX_STATEMENT_BYTES, String(longest));
  });
});
