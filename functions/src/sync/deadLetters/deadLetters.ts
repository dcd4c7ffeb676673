import { byteChunks } from '../../platform/byteChunks.ts';
import type { Sql, TransactionSql } from '../../platform/postgres.ts';
import type { Collection } from '../../platform/documents/collection.ts';

/** A document whose newest known state cannot be applied, or a message that is not a change. */
export interface DeadLetter {
  /** The document path, or `message:id` for a message that is not a change. */
  key: string;
  collection: string;
  path: string | null;
  version: number | null;
  /** What is wrong and how to fix it, without any value of the document. */
  reason: string;
  /** The message as received. */
  message: Buffer;
}

/**
 * Records dead letters, one per document: the newest of several states, and the attempts of all. A
 * discarded dead letter is reopened when a newer state fails.
 */
export async function recordDeadLetters(sql: TransactionSql, deadLetters: DeadLetter[]): Promise<void> {
  for (const chunk of byteChunks(deadLetters, ({ message }) => message.length)) await recordChunk(sql, chunk);
}

async function recordChunk(sql: TransactionSql, deadLetters: DeadLetter[]): Promise<void> {
  const rows = deadLetters.map((deadLetter) => ({
    ...deadLetter,
    path: deadLetter.path === null ? null : storableText(deadLetter.path),
    key: storableText(deadLetter.key),
    message: undefined,
    message_json: storableJson(deadLetter.message),
  }));
  // Only a newer state reopens a discarded dead letter, not a redelivery of the same one.
  const isNewer = sql`coalesce(excluded.version > existing.version
    or (excluded.version = existing.version and existing.discarded_at is null), true)`;
  await sql`
    insert into dead_letters as existing (key, collection, path, version, reason, message, attempts)
    select distinct on (key) key, collection, path, version, reason, message_json::jsonb, count(*) over (partition by key)
    from json_to_recordset(${JSON.stringify(rows)}::text::json)
      as incoming (key text, collection text, path text, version bigint, reason text, message_json text)
    order by key, version desc
    on conflict (md5(key)) do update set
      collection = case when ${isNewer} then excluded.collection else existing.collection end,
      version = case when ${isNewer} then excluded.version else existing.version end,
      reason = case when ${isNewer} then excluded.reason else existing.reason end,
      message = case when ${isNewer} then excluded.message else existing.message end,
      discarded_at = case when ${isNewer} then null else existing.discarded_at end,
      attempts = existing.attempts + excluded.attempts,
      last_failed_at = now()`;
}

/** Removes the dead letters of documents for which the same or a newer state has been applied. */
export async function clearDeadLetters(
  sql: TransactionSql | Sql,
  applied: { path: string; version: number }[],
): Promise<void> {
  const rows = applied.map(({ path, version }) => ({ key: storableText(path), version }));
  await sql`
    delete from dead_letters as existing
    using json_to_recordset(${JSON.stringify(rows)}::text::json) as applied (key text, version bigint)
    where md5(existing.key) = md5(applied.key) and existing.version <= applied.version`;
}

/** Returns the keys of the rows that already have this version or a newer one: rejecting it loses nothing. */
export async function findUpToDateKeys(
  sql: TransactionSql | Sql,
  { table, keyColumns, toColumns, fromColumns }: Collection,
  rows: { key: string[]; version: number }[],
): Promise<string[][]> {
  const json = rows.map(({ key, version }) => ({ ...toColumns(key), version }));
  const found = await sql<Record<string, string>[]>`
    select ${sql(keyColumns as string[])}
    from jsonb_populate_recordset(null::${sql(table)}, ${JSON.stringify(json)}::text::jsonb) as incoming
    join ${sql(table)} as existing using (${sql(keyColumns as string[])})
    where existing.version >= incoming.version`;
  return found.map(fromColumns);
}

/** Reads the version of each path's dead letter, by {@link storableText}; paths without one are left out. */
export async function readDeadLetterVersions(sql: Sql, paths: string[]): Promise<Map<string, number>> {
  const rows = await sql<{ path: string; version: string }[]>`
    select path, version from dead_letters
    where md5(key) in (
      select md5(path) from json_array_elements_text(${JSON.stringify(paths.map(storableText))}::text::json) as path
    )`;
  return new Map(rows.map(({ path, version }) => [path, Number(version)]));
}

/** Replaces what Postgres cannot store in text with visible characters. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '␀').toWellFormed();
}

/** The message as JSON if `jsonb` keeps it unchanged, otherwise its bytes as base64. */
function storableJson(message: Buffer): string {
  const text = message.toString();
  try {
    if (JSON.stringify(JSON.parse(text)) === text && !/\\u(0000|d[89a-f])/i.test(text)) return text;
  } catch {
    // Not JSON: stored as bytes below.
  }
  return JSON.stringify({ base64: message.toString('base64') });
}
