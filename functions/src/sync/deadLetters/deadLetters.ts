import type { Sql, TransactionSql } from '../../platform/postgres.ts';
import type { Collection } from '../../platform/documents/collection.ts';

/** A document whose newest known state cannot be applied, or a message that is no change, and why. */
export interface DeadLetter {
  /** The document's path, or `message:id` for a message that is no change. */
  key: string;
  collection: string;
  path: string | null;
  version: number | null;
  /** What is wrong and what to do about it, without any value of the document. */
  reason: string;
  /** The message as it was received. */
  message: Buffer;
}

/**
 * Keeps dead letters, one for each document: of several states the newest, and the attempts of all. A
 * letter that was discarded comes back when a newer state fails.
 */
export async function keepDeadLetters(sql: TransactionSql, letters: DeadLetter[]): Promise<void> {
  const rows = letters.map((letter) => ({
    ...letter,
    path: letter.path === null ? null : storableText(letter.path),
    key: storableText(letter.key),
    message: undefined,
    message_json: storableJson(letter.message),
  }));
  // A discarded letter is opened again by a newer state only, not by another delivery of the same.
  const newer = sql`coalesce(excluded.version > kept.version
    or (excluded.version = kept.version and kept.discarded_at is null), true)`;
  await sql`
    insert into dead_letters as kept (key, collection, path, version, reason, message, attempts)
    select distinct on (key) key, collection, path, version, reason, message_json::jsonb, count(*) over (partition by key)
    from json_to_recordset(${JSON.stringify(rows)}::text::json)
      as letter (key text, collection text, path text, version bigint, reason text, message_json text)
    order by key, version desc
    on conflict (md5(key)) do update set
      collection = case when ${newer} then excluded.collection else kept.collection end,
      version = case when ${newer} then excluded.version else kept.version end,
      reason = case when ${newer} then excluded.reason else kept.reason end,
      message = case when ${newer} then excluded.message else kept.message end,
      discarded_at = case when ${newer} then null else kept.discarded_at end,
      attempts = kept.attempts + excluded.attempts,
      last_failed_at = now()`;
}

/** Removes the letters of documents whose newer (or same) state has now been applied. */
export async function settleDeadLetters(
  sql: TransactionSql | Sql,
  applied: { path: string; version: number }[],
): Promise<void> {
  const rows = applied.map(({ path, version }) => ({ key: storableText(path), version }));
  await sql`
    delete from dead_letters as letter
    using json_to_recordset(${JSON.stringify(rows)}::text::json) as applied (key text, version bigint)
    where md5(letter.key) = md5(applied.key) and letter.version <= applied.version`;
}

/**
 * Which of these rows have a state that is as new or newer: what cannot be applied to them is no loss.
 * Returns their keys.
 */
export async function upToDateKeys(
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

/** The version of the dead letter of each of these paths that has one, by {@link storableText}. */
export async function deadLetterVersions(sql: Sql, paths: string[]): Promise<Map<string, number>> {
  const rows = await sql<{ path: string; version: string }[]>`
    select path, version from dead_letters
    where md5(key) in (
      select md5(path) from json_array_elements_text(${JSON.stringify(paths.map(storableText))}::text::json) as path
    )`;
  return new Map(rows.map(({ path, version }) => [path, Number(version)]));
}

/** Text that Postgres can hold, with what it cannot hold made visible. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '␀').toWellFormed();
}

/** The message as JSON when `jsonb` holds it unchanged, otherwise its bytes as base64. */
function storableJson(message: Buffer): string {
  const text = message.toString();
  try {
    if (JSON.stringify(JSON.parse(text)) === text && !/\\u(0000|d[89a-f])/i.test(text)) return text;
  } catch {
    // Not JSON: kept as bytes below.
  }
  return JSON.stringify({ base64: message.toString('base64') });
}
