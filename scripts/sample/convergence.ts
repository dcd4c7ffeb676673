import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { progress } from '../lib/progress.ts';
import type { WrittenCampus } from './writeCampus.ts';

/** When nothing has arrived for this long, nothing more will. */
const STALL_MS = 60_000;

/** Waits until as many documents have arrived as were written, or until no more arrive. */
export async function awaitConvergence(sql: Sql, written: WrittenCampus): Promise<void> {
  const bar = progress('Arriving in Postgres', written.documents);
  let arrived = 0;
  let lastChange = Date.now();
  while (arrived < written.documents && Date.now() - lastChange < STALL_MS) {
    await sleep(250);
    const now = await countArrived(sql, written.since);
    if (now !== arrived) lastChange = Date.now();
    arrived = now;
    bar.update(arrived);
  }
  bar.stop();
}

async function countArrived(sql: Sql, since: number): Promise<number> {
  let total = 0;
  for (const table of [...allCollections.map((collection) => collection.table), 'dead_letters']) {
    const [row] = await sql<{ arrived: number }[]>`
      select count(*)::integer as arrived from ${sql(table)} where version >= ${since}`;
    total += row?.arrived ?? 0;
  }
  return total;
}
