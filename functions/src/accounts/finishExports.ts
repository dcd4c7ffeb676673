import { job } from '../platform/job.ts';
import { deployedAs } from '../platform/deployment.ts';
import type { Sql } from '../platform/postgres.ts';
import { backups, type Bucket } from '../platform/storage.ts';
import { enqueueTask } from '../platform/tasks.ts';
import { LOST_AFTER_SECONDS, removeOldExports } from './export/exportObjects.ts';

/** Every night: deletes archives after a day, and has those made whose task was lost. */
export const finishExports = job({
  name: 'finishExports',
  does: 'deletes the archives of exports after a day, and has those made that were lost',
  schedule: '40 4 * * *',
  after: [],
  deadlineHours: 26,
  options: { ...deployedAs('exports'), timeoutSeconds: 540, memory: '256MiB' },
  async run({ sql, now }) {
    const bucket = await backups();
    if (bucket === null) return 0;
    return sweepExports({
      sql,
      bucket,
      now,
      enqueue: (exportId) => enqueueTask('buildExport', { exportId }),
    });
  },
});

interface SweepContext {
  sql: Sql;
  bucket: Bucket;
  now: Date;
  enqueue: (exportId: string) => Promise<void>;
}

/** Returns how many archives were deleted or enqueued. */
export async function sweepExports({ sql, bucket, now, enqueue }: SweepContext): Promise<number> {
  const removed = await removeOldExports(bucket, now);
  const lost = await sql<{ id: string }[]>`
    select id from data_exports
    where finished_at is null
      and coalesce(started_at, requested_at) < ${now.toISOString()}::timestamptz - make_interval(secs => ${LOST_AFTER_SECONDS})
    order by requested_at`;
  for (const { id } of lost) await enqueue(id);
  return removed + lost.length;
}
