import type { TransactionSql } from '../platform/postgres.ts';

/** A message that cannot be applied, and why. */
export interface DeadLetter {
  /** `path@version` for a change, `message:id` for a message that is no change. */
  key: string;
  collection: string;
  path: string | null;
  version: number | null;
  /** What is wrong and what to do about it, without any value of the document. */
  reason: string;
  /** The message as it was received. */
  message: Buffer;
}

/** Keeps dead letters. One that is already kept gets the new reason and one more attempt. */
export async function keepDeadLetters(sql: TransactionSql, letters: DeadLetter[]): Promise<void> {
  const rows = letters.map((letter) => ({
    ...letter,
    path: letter.path === null ? null : storableText(letter.path),
    key: storableText(letter.key),
    message: undefined,
    message_json: storableJson(letter.message),
  }));
  await sql`
    insert into dead_letters as kept (key, collection, path, version, reason, message, attempts)
    select key, max(collection), max(path), max(version), max(reason),
      (array_agg(message_json))[1]::jsonb, count(*)
    from json_to_recordset(${JSON.stringify(rows)}::text::json)
      as letter (key text, collection text, path text, version bigint, reason text, message_json text)
    group by key
    order by key
    on conflict (md5(key)) do update set
      reason = excluded.reason,
      attempts = kept.attempts + excluded.attempts,
      last_failed_at = now()`;
}

/** Text that Postgres can hold, with what it cannot hold made visible. */
function storableText(text: string): string {
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
