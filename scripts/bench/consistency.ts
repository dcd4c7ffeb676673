import { createHash } from 'node:crypto';
import { firestore as openFirestore, type Firestore } from '../../functions/src/platform/firestore.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { users } from '../../functions/src/sync/collections/users.ts';
import { checkCollections } from '../../functions/src/sync/consistency/checkCollections.ts';
import { DocumentReader } from '../../functions/src/sync/pipeline/documentReader.ts';
import { Writer } from '../../functions/src/sync/pipeline/writer.ts';
import { copyPartition } from '../backfill/copyPartition.ts';
import type { Cleanup } from '../lib/command.ts';
import { progress } from '../lib/progress.ts';
import type { BenchOptions } from './bench.ts';
import { scratchDatabase, scratchFirestore } from './scratch.ts';

/** Reads are reported per this many documents. */
const PER = 100_000;

/** Rows deleted, added and altered by hand, this many of each. Counts can only find the first two. */
const PLANTED = 5;

/**
 * Billed reads of a consistency check: a clean nightly run, which counts all documents and compares the
 * contents of a thirtieth; and a count with ten differences. Also how many planted differences a full
 * check finds, and how many it reports falsely.
 */
export async function measure(
  cleanup: Cleanup,
  { documents }: BenchOptions,
): Promise<Record<string, number>> {
  const { sql } = await scratchDatabase(cleanup);
  await scratchFirestore(cleanup);
  const firestore = openFirestore('bench');
  cleanup(() => firestore.terminate());
  const ids = await fill(firestore, sql, Math.min(documents, PER));

  const night = await run(firestore, sql, 1 / 30);
  const { counted: countable, altered } = await plant(sql, ids);
  const counted = await run(firestore, sql, 0);
  const all = await run(firestore, sql, 1);
  // Comparing contents bills one read per document; the rest of the nightly run is counting.
  const clean = night.reads - night.compared;
  const planted = new Set([...countable, ...altered]);
  const found = all.paths.filter((path) => planted.has(path)).length;
  console.log(`\n${String(ids.length)} documents`);
  console.table({
    'nightly run, 0 differences': { 'billed reads': night.reads, found: night.paths.length },
    '… of which counting': { 'billed reads': clean, found: night.paths.length },
    [`counting, ${String(countable.length)} differences`]: {
      'billed reads': counted.reads,
      found: counted.paths.length,
    },
    [`full comparison, ${String(planted.size)} differences`]: {
      'billed reads': all.reads,
      found: all.paths.length,
    },
  });
  const scaled = (reads: number): number => (reads / ids.length) * PER;
  return {
    reads_per_100k_clean: scaled(clean),
    // The cost of a difference does not depend on the size of the collection.
    reads_per_100k_10diff: scaled(clean) + counted.reads - clean,
    reads_per_100k_nightly: scaled(night.reads),
    planted: planted.size,
    found,
    found_by_counts: counted.paths.filter((path) => planted.has(path)).length,
    false: night.paths.length + all.paths.length - found,
  };
}

async function run(
  firestore: Firestore,
  sql: Sql,
  share: number,
): Promise<{ reads: number; compared: number; paths: string[] }> {
  const [result] = await checkCollections(firestore, sql, [users], () => Promise.resolve(null), {
    share,
    gracePeriodMs: 1000,
    repairLimit: 0,
  });
  if (result === undefined) throw new Error('the check returned no result');
  return {
    reads: result.billedReads,
    compared: result.compared,
    paths: [...result.missing, ...result.stale, ...result.extra],
  };
}

/** Writes users to Firestore and copies them into Postgres. Returns their ids, which are evenly distributed hashes. */
async function fill(firestore: Firestore, sql: Sql, documents: number): Promise<string[]> {
  const ids = Array.from({ length: documents }, (_, index) => hash(String(index)));
  const bar = progress('Writing to Firestore', documents);
  const writer = firestore.bulkWriter({ throttling: false });
  let written = 0;
  writer.onWriteResult(() => {
    bar.update((written += 1));
  });
  const user = (id: string) => ({ email: `${id}@campus.example`, name: id, skills: ['Go', 'SQL'] });
  await Promise.all([...ids.map((id) => writer.set(firestore.doc(`users/${id}`), user(id))), writer.close()]);
  bar.stop();
  const part = {
    collection: users,
    number: 0,
    range: { after: null, upTo: null },
    afterPath: null,
    documents: 0,
    finished: false,
  };
  const copying = progress('Copying into Postgres', documents);
  const save = (): Promise<void> => Promise.resolve();
  let copied = 0;
  for await (const outcomes of copyPartition(
    new DocumentReader(firestore),
    new Writer(sql, [users], 'backfill'),
    part,
    save,
  )) {
    copying.update((copied += outcomes.length));
  }
  copying.stop();
  return ids;
}

/** Deletes, adds and alters rows, evenly spread. Returns the paths that differ afterwards. */
async function plant(sql: Sql, ids: string[]): Promise<{ counted: string[]; altered: string[] }> {
  const step = Math.floor(ids.length / PLANTED);
  const pick = (offset: number): string[] =>
    Array.from({ length: PLANTED }, (_, index) => ids[index * step + offset] ?? '');
  const deleted = pick(1);
  const altered = pick(2);
  const added = Array.from({ length: PLANTED }, (_, index) => hash(`added ${String(index)}`));
  for (const id of deleted) {
    await sql`delete from user_skills where user_id = ${id}`;
    await sql`delete from users where id = ${id}`;
  }
  for (const id of altered) await sql`update users set name = 'Eve' where id = ${id}`;
  for (const id of added) {
    await sql`
      insert into users (id, email, name, firebase_data, version, live) values (${id}, 'x', 'x', '{}', 1, true)`;
  }
  const paths = (each: string[]): string[] => each.map((id) => `users/${id}`);
  return { counted: paths([...deleted, ...added]), altered: paths(altered) };
}

function hash(text: string): string {
  return createHash('md5').update(text).digest('base64url').replaceAll(/[-_]/g, 'x');
}
