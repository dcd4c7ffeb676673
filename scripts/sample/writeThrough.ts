import type { Firestore } from '../../functions/src/platform/firestore.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { upsertVersion } from '../../functions/src/sync/pipeline/version.ts';
import type { CampusDocument } from '../campus/campus.ts';
import { progress } from '../lib/progress.ts';
import { pollUntilStalled } from './pollUntilStalled.ts';

/**
 * Documents that may be on their way from Firestore to Postgres. The functions emulator prints its whole queue at every
 * event, so that a long queue takes most of its time.
 */
const IN_FLIGHT = 300;

/**
 * Writes documents to Firestore at the pace at which they arrive in Postgres, and waits for the last of them, or until
 * no more arrive.
 *
 * @returns a lower bound of the documents' versions; rows with older versions come from earlier runs
 */
export async function writeThrough(
  firestore: Firestore,
  sql: Sql,
  documents: CampusDocument[],
): Promise<number> {
  const [first, ...rest] = documents;
  if (first === undefined) throw new RangeError('there is nothing to write');
  const { writeTime } = await firestore.doc(first.path).set(first.fields);
  const minVersion = upsertVersion(writeTime);
  const writer = firestore.bulkWriter({ throttling: false });
  const bar = progress('Arrived in Postgres', documents.length);
  const writes: Promise<unknown>[] = [];
  await pollUntilStalled(documents.length, writeMore, bar.update);
  bar.stop();
  await Promise.all([writer.close(), ...writes]);
  return minVersion;

  /** Writes as many documents as have arrived since the last time; resolves to all that have arrived. */
  async function writeMore(): Promise<number> {
    const arrived = await countArrived(sql, minVersion);
    const room = Math.max(0, IN_FLIGHT - (writes.length + 1 - arrived));
    for (const { path, fields } of rest.splice(0, room)) writes.push(writer.set(firestore.doc(path), fields));
    await writer.flush();
    return arrived;
  }
}

async function countArrived(sql: Sql, minVersion: number): Promise<number> {
  let total = 0;
  for (const table of [...allCollections.map((collection) => collection.table), 'dead_letters']) {
    const [row] = await sql<{ arrived: number }[]>`
      select count(*)::integer as arrived from ${sql(table)} where version >= ${minVersion}`;
    total += row?.arrived ?? 0;
  }
  return total;
}
