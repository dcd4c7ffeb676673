import type { JsonObject } from '../../platform/documents/json.ts';
import { redactDocument, type Redaction } from '../../platform/documents/redactDocument.ts';
import { longTransaction } from '../../platform/longTransaction.ts';
import type { Sql } from '../../platform/postgres.ts';

/** Dead letters read at a time; each may have a megabyte. */
const CHUNK_SIZE = 50;

interface Letter {
  id: string;
  path: string | null;
  message: JsonObject;
}

/**
 * Leaves out of the messages of dead letters what refers to an erased person. Bytes that are no JSON cannot be redacted: a
 * dead letter with them is deleted.
 *
 * @param pattern a regular expression of Postgres that finds every message that names them, and may find others
 * @returns how many dead letters were changed or deleted
 */
export async function redactDeadLetters(
  sql: Sql,
  { pattern, redaction }: { pattern: string; redaction: Redaction },
): Promise<number> {
  let changed = 0;
  for (let after: string | null = '0'; after !== null;) {
    const letters: Letter[] = await sql<Letter[]>`
      select id, path, message from dead_letters
      where id > ${after} and message is not null and (message ? 'base64' or message::text ~* ${pattern})
      order by id limit ${CHUNK_SIZE}`;
    const redacted = letters
      .map((letter) => ({ letter, message: redactMessage(letter.message, redaction) }))
      .filter(({ letter, message }) => message !== letter.message);
    await write(sql, redacted);
    changed += redacted.length;
    after = letters.length < CHUNK_SIZE ? null : (letters.at(-1)?.id ?? null);
  }
  return changed;
}

/** A message without them; null if it cannot be redacted. */
function redactMessage(message: JsonObject, redaction: Redaction): JsonObject | null {
  const { base64 } = message;
  if (typeof base64 !== 'string') return redactDocument(message, redaction);
  const text = Buffer.from(base64, 'base64').toString();
  return redaction.redactText(text) === text ? message : null;
}

async function write(
  sql: Sql,
  redacted: readonly { letter: Letter; message: JsonObject | null }[],
): Promise<void> {
  if (redacted.length === 0) return;
  const rows = JSON.stringify(redacted.map(({ letter, message }) => ({ id: letter.id, message })));
  await longTransaction(sql, async (tx) => {
    await tx`
      update dead_letters set message = redacted.message
      from jsonb_to_recordset(${rows}::text::jsonb) as redacted (id bigint, message jsonb)
      where dead_letters.id = redacted.id and jsonb_typeof(redacted.message) = 'object'`;
    await tx`
      delete from dead_letters using jsonb_to_recordset(${rows}::text::jsonb) as redacted (id bigint, message jsonb)
      where dead_letters.id = redacted.id and coalesce(jsonb_typeof(redacted.message), 'null') = 'null'`;
  });
}
