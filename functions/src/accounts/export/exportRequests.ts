import { keyFingerprint, personHash } from '../../platform/erasure/keyedHash.ts';
import { DomainError } from '../../platform/errors.ts';
import { waitForLock } from '../../platform/locks.ts';
import { transaction, type AnySql, type Sql } from '../../platform/postgres.ts';

/** How often one may ask for a new archive. */
const HOURS_BETWEEN = 1;
const PER_DAY = 3;

const HOUR_MS = 3_600_000;

/** An export as its row has it. */
export interface ExportRow {
  id: string;
  requestedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** The kind of the error of an export that failed. */
  error: string | null;
  objectName: string | null;
  bytes: number | null;
  files: number | null;
}

/** The newest export of a person; null if they asked for none in the last days. */
export async function newestExport(sql: AnySql, uid: string): Promise<ExportRow | null> {
  const [row] = await readExports(sql, uid);
  return row ?? null;
}

/**
 * Records a new export, unless one is in the making: that one is returned. People ask one after the other, so that
 * parallel calls begin one.
 *
 * @throws DomainError `over-quota` for the second within an hour that succeeded, and the fourth within a day;
 * `not-allowed` for somebody who has been erased
 */
export async function requestExport(sql: Sql, uid: string, now: Date): Promise<ExportRow> {
  return transaction(sql, async (opened) => {
    await waitForLock(opened, ['dataExport', uid]);
    const earlier = await readExports(opened, uid);
    if (earlier[0]?.finishedAt === null) return earlier[0];
    refuseTooMany(earlier, now);
    // Somebody may ask who has not synced yet.
    const [user] = await opened<{ added: boolean }[]>`
      select add_user_placeholder(${uid}, ${personHash(uid)}, ${keyFingerprint()}) as added`;
    if (!user?.added)
      throw new DomainError('not-allowed', 'This account has been deleted: nothing is kept of it.');
    await opened`insert into data_exports (user_id, requested_at) values (${uid}, ${now.toISOString()})`;
    const row = await newestExport(opened, uid);
    if (row === null) throw new Error('data_exports has no row after an insert');
    return row;
  });
}

function refuseTooMany(earlier: readonly ExportRow[], now: Date): void {
  const since = (hours: number): ExportRow[] =>
    earlier.filter(({ requestedAt }) => requestedAt.getTime() > now.getTime() - hours * HOUR_MS);
  const lastHour = since(HOURS_BETWEEN).filter(({ error }) => error === null);
  const lastDay = since(24);
  const oldest = lastDay.length >= PER_DAY ? lastDay[PER_DAY - 1] : undefined;
  const [newest] = lastHour;
  if (oldest === undefined && newest === undefined) return;
  const from =
    oldest === undefined
      ? (newest?.requestedAt.getTime() ?? 0) + HOURS_BETWEEN * HOUR_MS
      : oldest.requestedAt.getTime() + 24 * HOUR_MS;
  throw new DomainError(
    'over-quota',
    `You can ask for a new export once an hour, and ${String(PER_DAY)} times a day. Ask again later.`,
    { worksAgainAt: new Date(from).toISOString() },
  );
}

/** The newest first. */
async function readExports(sql: AnySql, uid: string): Promise<ExportRow[]> {
  return sql<ExportRow[]>`
    select id, requested_at as "requestedAt", started_at as "startedAt", finished_at as "finishedAt", error,
      object_name as "objectName", bytes::float8 as bytes, files
    from data_exports where user_id = ${uid} order by requested_at desc, id limit 10`;
}
