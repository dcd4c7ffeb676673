import { findCollection } from '../../platform/documents/collection.ts';
import type { JsonObject } from '../../platform/documents/json.ts';
import { redactDocument, type Redaction } from '../../platform/documents/redactDocument.ts';
import { longTransaction } from '../../platform/longTransaction.ts';
import type { Sql } from '../../platform/postgres.ts';
import { allCollections } from '../collections/index.ts';
import { isDocumentOf } from '../pipeline/keepOutErased.ts';

/** Dead letters read at a time; each may have a megabyte. */
const CHUNK_SIZE = 50;

interface Letter {
  id: string;
  path: string | null;
  message: JsonObject;
}

/**
 * Leaves out of the messages of dead letters what refers to an erased person. Deleted are those of their own documents, of
 * which no row may tell whose they are, and bytes that are no JSON, which cannot be redacted.
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
      .map((letter) => ({ letter, message: redactMessage(letter, redaction) }))
      .filter(({ letter, message }) => message !== letter.message);
    await write(sql, redacted);
    changed += redacted.length;
    after = letters.length < CHUNK_SIZE ? null : (letters.at(-1)?.id ?? null);
  }
  return changed;
}

/** A message without them; null if none may be left of it. */
function redactMessage({ path, message }: Letter, redaction: Redaction): JsonObject | null {
  const { base64 } = message;
  if (typeof base64 !== 'string')
    return isOwn(path, message, redaction) ? null : redactDocument(message, redaction);
  const text = Buffer.from(base64, 'base64').toString();
  return redaction.redactText(text) === text ? message : null;
}

/** Whether the document of a dead letter is theirs. A message that is not a change has no path. */
function isOwn(path: string | null, message: JsonObject, redaction: Redaction): boolean {
  if (path === null) return false;
  const found = findCollection(allCollections, path);
  const row = found && { collection: found.collection, key: found.collection.keyOf(found.params) };
  // Only an upsert has data.
  const data = (message['data'] ?? {}) as JsonObject;
  return isDocumentOf({ path, data }, row, redaction);
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
