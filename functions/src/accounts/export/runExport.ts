import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { jobPool } from '../../platform/jobPool.ts';
import { withLock } from '../../platform/locks.ts';
import { kindOfError, type Sql } from '../../platform/postgres.ts';
import type { Bucket } from '../../platform/storage.ts';
import { LONGEST_TASK_SECONDS } from '../../platform/tasks.ts';
import { writeArchive, type ArchiveContents } from './archive/writeArchive.ts';
import { CardNames } from './cardNames.ts';
import type { ExportSources } from './dataFile.ts';
import { exportObjectName, linkEnd } from './exportObjects.ts';

/** The longest that one archive may take, in seconds. */
export const BUILD_SECONDS = LONGEST_TASK_SECONDS;

/** Upload chunk, held in memory until it is sent; must be a multiple of 256 KiB. */
const CHUNK_BYTES = 2 * 1024 * 1024;

/**
 * - `built`: the archive is in the bucket.
 * - `nothing to do`: it was built before, or the person has been erased.
 * - `busy`: another run is building it.
 */
export type ExportOutcome = 'built' | 'nothing to do' | 'busy';

/**
 * Builds the archive of an export and uploads it. Killed anywhere, it starts again when it is called again: the object
 * appears when it is complete, and the row says so after that. An archive of somebody who was erased meanwhile is
 * deleted.
 *
 * @throws whatever a store throws
 */
export async function runExport(
  sources: ExportSources & { bucket: Bucket },
  exportId: string,
  clock: () => Date = () => new Date(),
): Promise<ExportOutcome> {
  const { sql } = sources;
  const outcome = await withLock(sql, ['dataExport', exportId], async (_, lost) => {
    const pool = await jobPool(sql, BUILD_SECONDS, lost);
    const uid = await markStarted(pool, exportId, clock());
    if (uid === null) return 'nothing to do';
    return build({ ...sources, sql: pool }, { uid, exportId, clock });
  });
  return outcome ?? 'busy';
}

async function build(
  sources: ExportSources & { bucket: Bucket },
  { uid, exportId, clock }: { uid: string; exportId: string; clock: () => Date },
): Promise<ExportOutcome> {
  const { sql, bucket } = sources;
  const now = clock();
  const name = exportObjectName(uid, exportId);
  let contents: ArchiveContents = { files: 0, bytes: 0 };
  const context = { ...sources, uid, now, names: new CardNames(sql, now) };
  const archive = writeArchive(context, linkEnd(now), (written) => (contents = written));
  const object = bucket.file(name);
  await pipeline(
    Readable.from(archive, { objectMode: false }),
    object.createWriteStream({
      resumable: true,
      chunkSize: CHUNK_BYTES,
      validation: 'md5',
      metadata: { contentType: 'application/zip', cacheControl: 'private, no-store' },
    }),
  );
  // The page says until when it can be downloaded, from when it was begun.
  const recorded = await sql`
    update data_exports set
      finished_at = ${now.toISOString()}, error = null, object_name = ${name}, bytes = ${contents.bytes}, files = ${contents.files}
    where id = ${exportId}`;
  if (recorded.count === 1) return 'built';
  await object.delete({ ignoreNotFound: true });
  return 'nothing to do';
}

/** Whose export it is; null if it is finished, or its person gone. */
async function markStarted(sql: Sql, exportId: string, now: Date): Promise<string | null> {
  const [row] = await sql<{ uid: string }[]>`
    update data_exports set started_at = ${now.toISOString()}
    where id = ${exportId} and finished_at is null
    returning user_id as uid`;
  return row?.uid ?? null;
}

/** Records that an export is given up, with the kind of the error: its message may quote a row. */
export async function recordFailure(sql: Sql, exportId: string, error: unknown, now: Date): Promise<void> {
  await sql`
    update data_exports set finished_at = ${now.toISOString()}, error = ${kindOfError(error)}
    where id = ${exportId} and finished_at is null`;
}
