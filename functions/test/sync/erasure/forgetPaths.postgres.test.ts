import assert from 'node:assert/strict';
import { transaction } from '../../../src/platform/postgres.ts';
import { recordDeadLetters } from '../../../src/sync/deadLetters/deadLetters.ts';
import { announceDeletions, forgetBookkeeping } from '../../../src/sync/erasure/index.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';

/** Refused, so that no row says whose it was. */
const THEIRS = 'connections/theirs';
const OTHERS = 'connections/others';

describe('the bookkeeping of the synchronisation', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
    const { sql } = database;
    const message = Buffer.from('{"kind":"upsert"}');
    const letters = [THEIRS, OTHERS].map((path) => ({
      ...{ key: path, collection: 'connections', path, version: 10, reason: 'refused', message },
    }));
    await transaction(sql, (tx) => recordDeadLetters(tx, letters));
    for (const path of [THEIRS, OTHERS]) {
      const bound = JSON.stringify(path);
      await sql`
        insert into deferred_changes (id, collection, path, version, deferred_since)
        values (md5(${path})::uuid, 'connections', ${path}, 1, now())`;
      await sql`
        insert into consistency_checks (
          collection, started_at, documents, compared, billed_reads, missing, stale, extra, dead_lettered, repaired,
          slice_end, examples
        ) values (
          'connections', now(), 1, 1, 1, 1, 0, 0, 0, 0, ${bound}, jsonb_build_object('missing', jsonb_build_array(${path}::text))
        )`;
      await sql`
        insert into backfill_partitions (source, collection, number, after_path) values (${path}, 'connections', 1, ${bound})`;
    }
  });
  afterEach(() => database.drop());

  async function remaining(): Promise<string> {
    const tables = ['dead_letters', 'deferred_changes', 'consistency_checks', 'backfill_partitions'];
    const rows = await Promise.all(
      tables.map(
        (table) => database.sql`select to_jsonb(${database.sql(table)}) from ${database.sql(table)}`,
      ),
    );
    return JSON.stringify(rows);
  }

  it('forgets documents that are deleted for an erasure, and no others', async () => {
    await announceDeletions(database.sql, [THEIRS]);
    const left = await remaining();
    assert.doesNotMatch(left, /theirs/);
    for (const table of ['key', 'path', 'slice_end', 'after_path'])
      assert.match(left, new RegExp(`"${table}":`));
    assert.match(left, /others/);
  });

  it('forgets, in a database from a backup, all documents of which nobody can tell any more whose they were', async () => {
    await database.sql`update dead_letters set message = null, discarded_at = now() where key = ${THEIRS}`;
    await forgetBookkeeping(database.sql);
    const left = await remaining();
    assert.doesNotMatch(left, /theirs/);
    assert.match(left, /others/, 'a dead letter with its message says whose it is');
  });
});
