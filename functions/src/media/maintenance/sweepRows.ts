import { limitConcurrency } from '../../platform/concurrency.ts';
import { logger } from '../../platform/logger.ts';
import { redactError, type Sql } from '../../platform/postgres.ts';
import { MEDIA_COLUMNS, type MediaRow } from '../files/mediaRow.ts';

/** Maximum files of each kind per run; the next run continues. */
export const BATCH_SIZE = 500;

/** Parallel calls to a store. */
const CONCURRENCY = 4;

/** What a run did; `failed` counts store failures, which the next run retries. */
export type SweepCounts = Record<
  'reconciled' | 'expired' | 'backupsRequested' | 'removed' | 'withdrawn' | 'failed',
  number
>;

export function newSweepCounts(): SweepCounts {
  return { reconciled: 0, expired: 0, backupsRequested: 0, removed: 0, withdrawn: 0, failed: 0 };
}

/** Processes rows in parallel. A failure is logged and counted, and does not affect the other rows. */
export async function sweepRows<Row extends { id: string }>(
  counts: SweepCounts,
  rows: Row[],
  process: (row: Row) => Promise<void>,
): Promise<void> {
  const limited = limitConcurrency(CONCURRENCY);
  await Promise.all(
    rows.map((row) =>
      limited(async () => {
        try {
          await process(row);
        } catch (error) {
          counts.failed += 1;
          logger.warn('media sweep failed for a file', { mediaId: row.id, ...redactError(error) });
        }
      }),
    ),
  );
}

/** Pending rows at least this old, least recently checked first. */
export async function findPending(sql: Sql, now: Date, ageMinutes: number): Promise<MediaRow[]> {
  return sql<MediaRow[]>`
    select ${sql.unsafe(MEDIA_COLUMNS)} from media_files
    where status = 'pending'
      and created_at < ${now.toISOString()}::timestamptz - make_interval(mins => ${ageMinutes})
    order by checked_at nulls first, created_at limit ${BATCH_SIZE}`;
}
