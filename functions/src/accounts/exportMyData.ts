import { z } from 'zod';
import { callable, type CallContext } from '../platform/callable.ts';
import { deployedAs } from '../platform/deployment.ts';
import { DomainError } from '../platform/errors.ts';
import { logger } from '../platform/logger.ts';
import { count, time } from '../platform/output.ts';
import { redactError } from '../platform/postgres.ts';
import { backups, downloadUrl, type Bucket } from '../platform/storage.ts';
import { enqueueTask } from '../platform/tasks.ts';
import { linkEnd, LOST_AFTER_SECONDS } from './export/exportObjects.ts';
import { newestExport, requestExport, type ExportRow } from './export/exportRequests.ts';

const input = z.strictObject({
  renew: z
    .boolean()
    .default(false)
    .describe('Asks for a new archive, even if there is one to download or one that failed.'),
});

const common = { exportId: z.string(), requestedAt: time };
const message = z.string().describe('A sentence to show to the user.');

const preparing = z
  .strictObject({ state: z.literal('preparing'), ...common, message })
  .meta({ id: 'ExportPreparing', description: 'The archive is being made: call again in half a minute.' });

const ready = z
  .strictObject({
    state: z.literal('ready'),
    ...common,
    url: z
      .string()
      .describe(
        'Downloads the zip archive. Anybody who has it can, without signing in: open it at once and store it nowhere. Each call gives a new one.',
      ),
    endsAt: time.describe(
      'Until when `url` works: a day after the archive was begun. Then the archive is deleted, and the next call begins another.',
    ),
    sizeBytes: count,
    files: count.describe('How many files the archive holds.'),
  })
  .meta({ id: 'ExportReady', description: 'The archive can be downloaded.' });

const failed = z.strictObject({ state: z.literal('failed'), ...common, message }).meta({
  id: 'ExportFailed',
  description: 'The archive could not be made: ask for a new one with `renew`.',
});

const output = z
  .discriminatedUnion('state', [preparing, ready, failed])
  .meta({ id: 'DataExport', description: 'What has become of an archive of somebody’s data.' });

export type DataExport = z.infer<typeof output>;

/** What the callable works with besides Postgres; tests pass their own. */
export interface ExportTools {
  bucket: () => Promise<Bucket | null>;
  enqueue: (exportId: string) => Promise<void>;
}

const PRODUCTION: ExportTools = {
  bucket: backups,
  enqueue: (exportId) => enqueueTask('buildExport', { exportId }),
};

export const exportMyData = callable({
  name: 'exportMyData',
  description: `An archive of everything that is kept about the caller: a zip with a page that explains it, JSON for every collection and table, and the originals of their media.

The first call has it made in the background, which takes minutes; later calls say whether it is ready, and then give a URL that works until a day after it was begun. A new one can be asked for once an hour (after a failure, at once), up to three times a day; beyond that the call fails with \`over-quota\`. It can be asked for while the account is waiting to be erased. Other people are in it only by the name on their card. \`not-ready\` if the campus has no bucket for archives.`,
  input,
  output,
  errors: ['over-quota', 'not-ready'],
  // One in the making is not begun again.
  idempotent: true,
  options: deployedAs('exports'),
  handle: (context, request) => exportData(context, PRODUCTION, request),
});

/** @throws DomainError `over-quota`; `not-allowed` for somebody erased; `not-ready` without a bucket */
export async function exportData(
  { sql, uid, now }: Pick<CallContext, 'sql' | 'uid' | 'now'>,
  { bucket: open, enqueue }: ExportTools,
  { renew }: z.infer<typeof input>,
): Promise<DataExport> {
  const bucket = await open();
  if (bucket === null)
    throw new DomainError('not-ready', 'Exports are not available: no bucket is configured.');
  const newest = await newestExport(sql, uid);
  const isKept = newest !== null && !renew && !isOver(newest, now);
  const current = isKept ? newest : await requestExport(sql, uid, now);
  if (current.finishedAt === null && isLost(current, newest, now)) await enqueueOrWait(enqueue, current.id);
  return toAnswer(current, bucket);
}

function isOver({ finishedAt, error }: ExportRow, now: Date): boolean {
  return finishedAt !== null && error === null && linkEnd(finishedAt) <= now;
}

/** Whether it is new, or has shown no progress for too long. */
function isLost(current: ExportRow, newest: ExportRow | null, now: Date): boolean {
  const lastSign = (current.startedAt ?? current.requestedAt).getTime();
  return current.id !== newest?.id || lastSign < now.getTime() - LOST_AFTER_SECONDS * 1000;
}

/** An export whose task is not taken is enqueued again by a later call, or by `finishExports` at night. */
async function enqueueOrWait(enqueue: ExportTools['enqueue'], exportId: string): Promise<void> {
  try {
    await enqueue(exportId);
  } catch (error) {
    logger.error('export could not be enqueued', { exportId, ...redactError(error) });
  }
}

async function toAnswer(row: ExportRow, bucket: Bucket): Promise<DataExport> {
  const { id: exportId, finishedAt, error, objectName, bytes, files } = row;
  const common = { exportId, requestedAt: row.requestedAt.toISOString() };
  if (finishedAt === null) {
    const message =
      'Your export is being made, which takes some minutes. Call again to see whether it is ready.';
    return { state: 'preparing', ...common, message };
  }
  if (error !== null || objectName === null) {
    const message =
      'Your export could not be made. Ask for a new one; if that fails, too, give your administrator its number.';
    return { state: 'failed', ...common, message };
  }
  const endsAt = linkEnd(finishedAt);
  const fileName = `my-data-${finishedAt.toISOString().slice(0, 10)}.zip`;
  const url = await downloadUrl(bucket, { name: objectName, endsAt, fileName });
  return {
    state: 'ready',
    ...common,
    url,
    endsAt: endsAt.toISOString(),
    sizeBytes: bytes ?? 0,
    files: files ?? 0,
  };
}
