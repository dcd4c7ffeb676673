import assert from 'node:assert/strict';
import { redactionOf } from '../../../src/platform/documents/redactDocument.ts';
import { transaction } from '../../../src/platform/postgres.ts';
import { recordDeadLetters } from '../../../src/sync/deadLetters/deadLetters.ts';
import { redactDeadLetters } from '../../../src/sync/erasure/redactDeadLetters.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';

const ADA = 'ada-x7';

describe('dead letters of somebody erased', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  it("are deleted, also those of documents that never had a row; others' no longer name them", async () => {
    const { sql } = database;
    const refused = {
      'showcase_posts/theirs': { userId: ADA, content: 5 },
      'showcase_posts/referring': { userId: { $reference: `users/${ADA}` }, content: 5 },
      'connections/sent': { fromUid: ADA, toUid: 7 },
      'connections/received': { fromUid: 7, toUid: ADA },
      'undeclared/theirs': { uid: ADA },
      'showcase_posts/liked': { userId: 'bob', content: 5, likes: [ADA, 'eve'] },
      'showcase_posts/other': { userId: 'bob', content: 5 },
      'undeclared/mentions': { text: `by ${ADA}` },
    };
    const deadLetters = Object.entries(refused).map(([path, data]) => ({
      ...{ key: path, collection: 'any', path, version: 10, reason: 'refused' },
      message: Buffer.from(JSON.stringify({ kind: 'upsert', path, version: 10, data })),
    }));
    await transaction(sql, (tx) => recordDeadLetters(tx, deadLetters));
    const redaction = redactionOf([{ uid: ADA, emails: [], names: [] }], () => false);
    assert.equal(await redactDeadLetters(sql, { pattern: ADA, redaction }), 7);
    const kept = await sql`select path, message -> 'data' as data from dead_letters order by path`;
    assert.deepEqual(
      [...kept],
      [
        { path: 'showcase_posts/liked', data: { userId: 'bob', content: 5, likes: ['eve'] } },
        { path: 'showcase_posts/other', data: { userId: 'bob', content: 5 } },
        { path: 'undeclared/mentions', data: { text: 'by [deleted]' } },
      ],
    );
    assert.equal(await redactDeadLetters(sql, { pattern: ADA, redaction }), 0);
  });
});
