import { allCollections } from '../../functions/src/sync/collections/index.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { BATCH_LIMITS } from '../../functions/src/sync/pipeline/applyBatch.ts';
import { encodeChange } from '../../functions/src/sync/pipeline/change.ts';
import type { Cleanup } from '../lib/command.ts';
import { progress } from '../lib/progress.ts';
import { median } from 'simple-statistics';

import { campusChanges } from './campusChanges.ts';
import { scratchDatabase } from './scratch.ts';
import { writerRate } from './sync.ts';

const ALL_COLLECTIONS = allCollections;

/** The same collections without the skill links, which only matching needs. */
const WITHOUT_LINKS = ALL_COLLECTIONS.map((collection) =>
  collection.table === 'users' ? collection : { ...collection, childRows: null },
);

/**
 * The writer's throughput with matching's tables and indexes, as a share of its throughput on a database that has
 * only what synchronisation needs. Measured in turn.
 */
export async function matchingSlowdown(cleanup: Cleanup, changes: number, rounds: number): Promise<number> {
  const [withMatching, without] = [await scratchDatabase(cleanup), await scratchDatabase(cleanup)];
  await dropMatching(without.sql);
  const messages = campusChanges(changes).map((change) => encodeChange(change));
  const rates = { with: [] as number[], without: [] as number[] };
  const bar = progress('Measuring the writer', rounds * 2);
  for (let round = 0; round < rounds; round += 1) {
    rates.with.push(await writerRate(withMatching.sql, messages, BATCH_LIMITS, ALL_COLLECTIONS));
    bar.update(round * 2 + 1);
    rates.without.push(await writerRate(without.sql, messages, BATCH_LIMITS, WITHOUT_LINKS));
    bar.update(round * 2 + 2);
  }
  bar.stop();
  return median(rates.with) / median(rates.without);
}

async function dropMatching(sql: Sql): Promise<void> {
  await sql`drop table post_skills, event_skills, event_statistics, attendance_embeddings`;
  await sql`drop index idx_user_skills_skill_id, idx_event_attendance_event_id`;
  await sql`create index idx_user_skills_skill_id on user_skills (skill_id)`;
  await sql`create index idx_event_attendance_event_id on event_attendance (event_id, user_id)`;
}
