import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TABLES } from '../../../src/accounts/inventory/inventory.ts';
import { Erased, readErased } from '../../../src/platform/erasure/erased.ts';
import { personHash } from '../../../src/platform/erasure/keyedHash.ts';
import { transaction } from '../../../src/platform/postgres.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { keepOutErased } from '../../../src/sync/pipeline/keepOutErased.ts';
import {
  prepareChange,
  type IncomingChange,
  type PreparedChange,
} from '../../../src/sync/pipeline/prepareChange.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { beginErasureOf, finishErasureOf } from '../../support/erasures.ts';
import { anyWrite, seed, simulateFirestore } from '../../support/history.ts';
import { liveDocuments } from '../../support/state.ts';
import { change } from '../../support/changes.ts';

const HISTORIES = 40;

/** Columns with the id of a person. */
const PERSON = /^users\.id$|^(?!erasures)\w+\.(\w*user_id|created_by|checked_in_by|verified_by|viewer_id)$/;

describe('erasures in the middle of histories', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  it('let no late change bring the person back, and lose nobody else', async () => {
    let number = 0;
    const history = fc.constant(null).chain(() => {
      const run = String((number += 1));
      const id = fc.constantFrom('a', 'b', 'c').map((letter) => `${letter}-${run}`);
      const writes = fc.array(anyWrite(id), { minLength: 2, maxLength: 14 });
      return fc.record({ writes, erased: id, looks: fc.boolean(), size: fc.integer({ min: 1, max: 5 }) });
    });
    await fc.assert(
      fc.asyncProperty(history, async ({ writes, erased: uid, looks, size }) => {
        const { events, final } = simulateFirestore(writes);
        await (looks ? beginErasureOf : finishErasureOf)(database.sql, uid);
        const writer = new Writer(database.sql, allCollections);
        const late = events.toReversed();
        for (let at = 0; at < late.length; at += size) await writer.apply(late.slice(at, at + size));
        assert.deepEqual(await columnsNaming(uid), []);
        const { kept, refused } = expected(events, final, uid);
        // An older state of a document may be there whose newest one is refused, or is theirs: the erasure deletes it.
        const documents = Object.entries(await documentsOf(uid)).filter(([path]) => !refused.has(path));
        assert.deepEqual(Object.fromEntries(documents), kept);
      }),
      { numRuns: HISTORIES, seed: seed(), endOnFailure: true },
    );
  });

  it('wait for a writer that has begun, and are seen by the one that begins next', async () => {
    const reading = Promise.withResolvers<undefined>();
    const writing = Promise.withResolvers<undefined>();
    const blocked = transaction(database.direct, async (sql) => {
      await sql`select ${readErased(sql, new Erased())}`;
      reading.resolve(undefined);
      await writing.promise;
      await sql`insert into users (id, name, firebase_data, live, version) values ('late', 'L', '{}', true, 1)`;
    });
    await reading.promise;
    const begun = beginErasureOf(database.sql, 'late');
    await database.untilBlocked();
    const next = new Writer(database.sql, allCollections).apply([change('users/late', 9, { name: 'Late' })]);
    await database.untilBlocked(2);
    writing.resolve(undefined);
    await Promise.all([blocked, begun]);
    assert.deepEqual(await next, ['superseded']);
  });

  /** The columns of people's ids that hold this one; events and posts may have the same id as a person here. */
  async function columnsNaming(uid: string): Promise<string[]> {
    const naming: string[] = [];
    for (const { table, owner = [], others = [] } of TABLES) {
      for (const column of [...owner, ...others].filter((name) => PERSON.test(`${table}.${name}`))) {
        const found = await database.sql`
          select from ${database.sql(table)} where ${database.sql(column)} = ${uid} limit 1`;
        if (found.length > 0) naming.push(`${table}.${column}`);
      }
    }
    return naming;
  }

  /** The live documents of a history, whose ids all end in the number of the run. */
  async function documentsOf(uid: string): Promise<Record<string, unknown>> {
    const suffix = uid.slice(1);
    const documents = Object.entries(await liveDocuments(database.sql));
    return Object.fromEntries(documents.filter(([path]) => path.endsWith(suffix)));
  }
});

/** The documents that are to be kept, and those of which a state is refused or theirs. */
function expected(
  events: readonly IncomingChange[],
  final: Record<string, unknown>,
  uid: string,
): { kept: Record<string, unknown>; refused: Set<string> } {
  const erased = new Erased('x', [personHash(uid).toString('hex')]);
  const permit = (incoming: IncomingChange): PreparedChange =>
    keepOutErased(allCollections, prepareChange(allCollections, incoming), erased);
  const refused = events.flatMap((incoming) =>
    permit(incoming).kind === 'row' || !('path' in incoming.change) ? [] : incoming.change.path,
  );
  const kept: Record<string, unknown> = {};
  for (const [path, data] of Object.entries(final)) {
    const permitted = permit(change(path, 1, data as never));
    if (permitted.kind === 'row' && !refused.includes(path)) kept[path] = permitted.row.firebaseData;
  }
  return { kept, refused: new Set(refused) };
}
