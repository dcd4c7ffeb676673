import assert from 'node:assert/strict';
import { MAX_STATEMENT_BYTES } from '../../../src/platform/byteChunks.ts';
import type { Firestore } from '../../../src/platform/firestore.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { replayDeadLetters } from '../../../src/sync/deadLetters/replayDeadLetters.ts';
import { decodeMessage } from '../../../src/sync/pipeline/decodeMessage.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';

describe('a replay of messages that name no document', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  it('reads them a few megabytes at a time', async () => {
    const { sql } = database;
    const large = 'x'.repeat(1_000_000);
    const messages = Array.from({ length: 40 }, (_, index) =>
      decodeMessage(String(index), Buffer.from(JSON.stringify({ index, large }))),
    );
    await new Writer(sql, allCollections).apply(messages);
    let most = 0;
    const measured = new Proxy(sql, {
      apply(target, thisArgument, values) {
        const query = Reflect.apply(target, thisArgument, values) as unknown as Promise<object[]>;
        const then = query.then.bind(query);
        query.then = (fulfilled, rejected) =>
          then((rows) => {
            most = Math.max(most, JSON.stringify(rows).length);
            return rows;
          }).then(fulfilled, rejected);
        return query;
      },
    });
    const { failures, ...result } = await replayDeadLetters(
      null as unknown as Firestore,
      measured,
      allCollections,
      {
        by: 'all',
      },
    );
    assert.deepEqual([result, failures.length], [{ resolved: 0, failed: 40, remaining: 0 }, 20]);
    assert.ok(most > 1_000_000 && most < 1.1 * MAX_STATEMENT_BYTES, String(most));
  });
});
