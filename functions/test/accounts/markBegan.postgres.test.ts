import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { markBegan } from '../../src/accounts/erasure/markBegan.ts';
import { keyFingerprint, personHash } from '../../src/platform/erasure/keyedHash.ts';
import { transaction } from '../../src/platform/postgres.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';

const NOW = new Date('2026-09-01T10:00:00Z');

describe('the beginning of an erasure', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  it('is recorded once', async () => {
    const person = await request(database);
    assert.equal(await begin(person), true);
    assert.equal(await begin(person), false);
  });

  it('renews the generation of the ledger, by which writers notice', async () => {
    await begin(await request(database));
    const before = await generation();
    await begin(await request(database));
    assert.notEqual(await generation(), before);
  });

  it('waits for every transaction that has read the ledger, and later ones see it', async () => {
    const person = await request(database);
    const reading = Promise.withResolvers<undefined>();
    const opened = Promise.withResolvers<undefined>();
    const reader = transaction(database.direct, async (sql) => {
      await sql`select read_erasure_ledger(${keyFingerprint()})`;
      opened.resolve(undefined);
      await reading.promise;
      return sql`select began_at from erasures where person = ${person}`;
    });
    await opened.promise;
    const began = begin(person);
    await database.untilBlocked();
    reading.resolve(undefined);
    assert.equal((await reader)[0]?.['began_at'], null);
    assert.equal(await began, true);
  });

  it('is refused with another key than that of the ledger', async () => {
    await begin(await request(database));
    await assert.rejects(
      transaction(database.sql, (sql) => sql`select write_erasure_ledger(${Buffer.alloc(32)})`),
      { code: 'EK001' },
    );
  });

  function begin(person: Buffer): Promise<boolean> {
    return transaction(database.sql, (sql) => markBegan(sql, person, NOW));
  }

  async function generation(): Promise<unknown> {
    const [row] = await database.sql`select generation from erasure_ledger`;
    return row?.['generation'];
  }
});

/** Requests the erasure of somebody, and returns their hash. */
async function request({ sql }: TestDatabase): Promise<Buffer> {
  const uid = randomUUID();
  const person = personHash(uid);
  await sql`
    insert into erasures (person, user_id, identifiers, requested_by, requested_at, due_at)
    values (${person}, ${uid}, '{}', 'person', ${NOW.toISOString()}, ${NOW.toISOString()})`;
  return person;
}
