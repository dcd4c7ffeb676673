import { logger } from '../../platform/logger.ts';
import { limitConcurrency } from '../../platform/concurrency.ts';
import { redactError, type Sql } from '../../platform/postgres.ts';
import { removeFiles, retire } from './retire.ts';
import { fileOf, MEDIA_COLUMNS, type MediaRow } from './row.ts';
import { settle } from './settle.ts';
import type { Stores } from './stores.ts';
import { unusedMedia } from './unused.ts';

/** Files of each kind that one run looks at; the next one goes on. */
const MAX_FILES = 500;

/** Calls to a store at the same time. */
const CONCURRENCY = 4;

/** How long a file may be pending before it is asked for, and be ready before its copy is, in minutes. */
const PATIENCE_MINUTES = 10;

/** How long a pending upload is kept, in hours. */
const PENDING_HOURS = 24;

/** What a sweep did; `failed` counts what a store refused, which the next one tries again. */
export type Swept = Record<'settled' | 'expired' | 'requested' | 'removed' | 'failed', number>;

/**
 * Finds what got lost: uploads that nobody told of, copies that were not made, files that could not be
 * removed. A failure of one file holds up no other.
 */
export async function recover(sql: Sql, stores: Stores, now: Date): Promise<Swept> {
  const swept: Swept = { settled: 0, expired: 0, requested: 0, removed: 0, failed: 0 };
  await each(swept, await pending(sql, now, PATIENCE_MINUTES), async (row) => {
    const asset = await stores.cloudinary.find(fileOf(row));
    await sql`update media_files set checked_at = ${now.toISOString()} where id = ${row.id}`;
    if (asset === null) return;
    const settled = await settle(sql, stores, asset);
    if (settled !== null && settled.status !== 'pending') swept.settled += 1;
  });
  if ((await stores.bucket()) !== null) {
    await each(swept, await withoutCopy(sql, now), async (row) => {
      await stores.requestBackup(row.id);
      swept.requested += 1;
    });
  }
  await each(swept, await notRemoved(sql), async (row) => {
    await removeFiles(sql, stores, row);
    swept.removed += 1;
  });
  return swept;
}

/** Ends uploads that did not come within a day. What did come after all is found first. */
export async function expire(sql: Sql, stores: Stores, now: Date): Promise<Swept> {
  const swept: Swept = { settled: 0, expired: 0, requested: 0, removed: 0, failed: 0 };
  const end = async (row: MediaRow): Promise<void> => {
    const asset = await stores.cloudinary.find(fileOf(row));
    const settled = asset === null ? null : await settle(sql, stores, asset);
    if (settled !== null && settled.status !== 'pending') {
      swept.settled += 1;
      return;
    }
    const reason =
      asset === null ? 'no file came within a day' : 'the moderation did not decide within a day';
    await retire(sql, stores, row.id, { status: 'expired', reason });
    swept.expired += 1;
  };
  for (;;) {
    const rows = await pending(sql, now, PENDING_HOURS * 60);
    await each(swept, rows, end);
    // What failed would come again.
    if (rows.length < MAX_FILES || swept.failed > 0) return swept;
  }
}

/** Removes files that nothing has used for 30 days, those first that were left the longest ago. */
export async function removeUnused(sql: Sql, stores: Stores, now: Date, limit = MAX_FILES): Promise<Swept> {
  const swept: Swept = { settled: 0, expired: 0, requested: 0, removed: 0, failed: 0 };
  await each(swept, await unusedMedia(sql, now, limit), async ({ id }) => {
    const reason = 'nothing used it';
    const row = await retire(sql, stores, id, { status: 'deleted', reason, unlessUsed: true });
    if (row?.status !== 'ready') swept.removed += 1;
  });
  return swept;
}

/** Forgets rejected and expired rows that are a month old, and of which nothing is left. */
export async function forgetEnded(sql: Sql, now: Date): Promise<void> {
  await sql`
    delete from media_files
    where status in ('rejected', 'expired') and removed_at < ${now.toISOString()}::timestamptz - interval '30 days'`;
}

async function each<Row extends { id: string }>(
  swept: Swept,
  rows: Row[],
  work: (row: Row) => Promise<void>,
): Promise<void> {
  const limited = limitConcurrency(CONCURRENCY);
  await Promise.all(
    rows.map((row) =>
      limited(async () => {
        try {
          await work(row);
        } catch (error) {
          swept.failed += 1;
          logger.warn('a file is left to the next sweep', { mediaId: row.id, ...redactError(error) });
        }
      }),
    ),
  );
}

/** Pending rows of so many minutes, those first that were asked for the longest ago. */
async function pending(sql: Sql, now: Date, minutes: number): Promise<MediaRow[]> {
  return sql<MediaRow[]>`
    select ${sql.unsafe(MEDIA_COLUMNS)} from media_files
    where status = 'pending'
      and created_at < ${now.toISOString()}::timestamptz - make_interval(mins => ${minutes})
    order by checked_at nulls first, created_at limit ${MAX_FILES}`;
}

async function withoutCopy(sql: Sql, now: Date): Promise<MediaRow[]> {
  return sql<MediaRow[]>`
    select ${sql.unsafe(MEDIA_COLUMNS)} from media_files
    where status = 'ready' and backed_up_at is null
      and ready_at < ${now.toISOString()}::timestamptz - make_interval(mins => ${PATIENCE_MINUTES})
    order by ready_at limit ${MAX_FILES}`;
}

async function notRemoved(sql: Sql): Promise<MediaRow[]> {
  return sql<MediaRow[]>`
    select ${sql.unsafe(MEDIA_COLUMNS)} from media_files
    where status in ('rejected', 'expired', 'deleted') and removed_at is null
    order by updated_at limit ${MAX_FILES}`;
}
