import type { Sql } from '../../functions/src/platform/postgres.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { progress } from '../lib/progress.ts';
import { pollUntilStalled } from './pollUntilStalled.ts';
import type { WrittenCampus } from './writeCampus.ts';

/** Waits until all documents have arrived in Postgres, or until no more arrive. */
export async function awaitConvergence(sql: Sql, campus: WrittenCampus): Promise<void> {
  const bar = progress('Arriving in Postgres', campus.documents);
  await pollUntilStalled(campus.documents, () => countArrived(sql, campus.minVersion), bar.update);
  bar.stop();
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
