import { z } from 'zod';
import { count } from '../../platform/output.ts';
import { byteChunks } from '../../platform/byteChunks.ts';
import { findCollection, type Collection } from '../../platform/documents/collection.ts';
import type { Json } from '../../platform/documents/json.ts';
import type { Firestore } from '../../platform/firestore.ts';
import type { Sql } from '../../platform/postgres.ts';
import { resync, type ResyncTarget } from '../consistency/resync.ts';
import { decodeMessage } from '../pipeline/decodeMessage.ts';
import { DocumentReader } from '../pipeline/documentReader.ts';
import type { IncomingChange } from '../pipeline/prepareChange.ts';
import type { Outcome } from '../pipeline/outcomes.ts';
import { Writer } from '../pipeline/writer.ts';
import { countDeadLetters, selectionCondition, type DeadLetterSelection } from './selection.ts';

/** Dead letters read and replayed at a time. */
const CHUNK_SIZE = 100;

/** Failures that are described one by one. */
const MAX_DESCRIBED = 20;

/** How many dead letters of a selection ended in which way. */
export const replayFields = {
  resolved: count.describe('Removed, because the current state of the document is in Postgres.'),
  failed: count.describe('Failed again; kept with the new reason and one more attempt.'),
  remaining: count.describe('Not attempted, because one call replays 1,000: call again.'),
  failures: z
    .array(
      z
        .strictObject({ id: z.int(), path: z.string().nullable(), reason: z.string() })
        .meta({ id: 'ReplayFailure' }),
    )
    .max(MAX_DESCRIBED)
    .describe('The first 20 of those that failed again, and why.'),
};

export type ReplayResult = z.infer<z.ZodObject<typeof replayFields>>;

interface StoredDeadLetter {
  id: number;
  key: string;
  path: string | null;
  version: string | null;
  /** Of the message, which is read only if the dead letter names no document. */
  bytes: number;
}

/**
 * Replays dead letters: reads the current state of each document, which is at least as new as the one that
 * failed, and applies it like any other change. A message that is not a change is decoded again, which
 * helps if the suite has learned to read it since.
 */
export async function replayDeadLetters(
  firestore: Firestore,
  sql: Sql,
  collections: readonly Collection[],
  selection: DeadLetterSelection,
  options: { limit?: number; onProgress?: (replayed: number) => void } = {},
): Promise<ReplayResult> {
  const writer = new Writer(sql, collections, 'replay');
  const reader = new DocumentReader(firestore);
  const result: ReplayResult = { resolved: 0, failed: 0, remaining: 0, failures: [] };
  let after = 0;
  for (;;) {
    const replayed = result.resolved + result.failed;
    const deadLetters = await sql<StoredDeadLetter[]>`
      select id::integer, key, path, version, coalesce(octet_length(message::text), 0) as bytes from dead_letters
      where ${selectionCondition(sql, selection)} and id > ${after}
      order by id limit ${Math.min(CHUNK_SIZE, (options.limit ?? Infinity) - replayed)}`;
    const last = deadLetters.at(-1);
    if (last === undefined) break;
    after = last.id;
    const outcomes = await replayChunk({ sql, reader, writer }, collections, deadLetters);
    const resolved = deadLetters.filter((_, index) => isResolved(outcomes[index]));
    await removeResolved(sql, resolved);
    result.resolved += resolved.length;
    result.failed += deadLetters.length - resolved.length;
    const failedIds = deadLetters.filter((_, index) => !isResolved(outcomes[index])).map(({ id }) => id);
    const unread = deadLetters.filter((_, index) => outcomes[index] instanceof Error).map(({ id }) => id);
    const described = failedIds.slice(0, MAX_DESCRIBED - result.failures.length);
    result.failures.push(...(await readFailures(sql, described, new Set(unread))));
    options.onProgress?.(result.resolved + result.failed);
  }
  result.remaining = await countDeadLetters(sql, selection, after);
  return result;
}

async function replayChunk(
  dependencies: { sql: Sql; reader: DocumentReader; writer: Writer },
  collections: readonly Collection[],
  deadLetters: StoredDeadLetter[],
): Promise<(Outcome | Error | undefined)[]> {
  const targets = new Map<StoredDeadLetter, ResyncTarget>();
  const withoutTarget: StoredDeadLetter[] = [];
  for (const deadLetter of deadLetters) {
    const { path } = deadLetter;
    const found = path === null ? null : findCollection(collections, path);
    if (found === null) withoutTarget.push(deadLetter);
    else {
      const { collection, params } = found;
      targets.set(deadLetter, { collection, key: collection.keyOf(params), path });
    }
  }
  const outcomes = await resync(dependencies, [...targets.values()]);
  for (const part of byteChunks(withoutTarget, ({ bytes }) => bytes)) {
    outcomes.push(...(await dependencies.writer.apply(await readMessages(dependencies.sql, part))));
  }
  const order = [...targets.keys(), ...withoutTarget];
  return deadLetters.map((deadLetter) => outcomes[order.indexOf(deadLetter)]);
}

/** The messages of dead letters that name no document which could be read again, in the same order. */
async function readMessages(sql: Sql, deadLetters: StoredDeadLetter[]): Promise<IncomingChange[]> {
  const rows = await sql<{ id: number; message: Json }[]>`
    select id::integer, message from dead_letters
    where id in (
      select json_array_elements_text(${JSON.stringify(deadLetters.map(({ id }) => id))}::text::json)::bigint
    )`;
  const messages = new Map(rows.map(({ id, message }) => [id, message]));
  return deadLetters.map(({ id, key }) =>
    decodeMessage(key.replace(/^message:/, ''), messageBytes(messages.get(id) ?? null)),
  );
}

/** Removes resolved dead letters, unless a newer state of the document has failed in the meantime. */
async function removeResolved(sql: Sql, deadLetters: StoredDeadLetter[]): Promise<void> {
  const rows = deadLetters.map(({ id, version }) => ({ id, version }));
  await sql`
    delete from dead_letters as existing
    using json_to_recordset(${JSON.stringify(rows)}::text::json) as resolved (id bigint, version bigint)
    where existing.id = resolved.id and existing.version is not distinct from resolved.version`;
}

/** @param unread those whose document could not be read, so that their reason is not about the replay */
async function readFailures(sql: Sql, ids: number[], unread: Set<number>): Promise<ReplayResult['failures']> {
  const failures = await sql<ReplayResult['failures']>`
    select id::integer, path, reason from dead_letters
    where id in (select json_array_elements_text(${JSON.stringify(ids)}::text::json)::bigint) order by id`;
  return failures.map((failure) =>
    unread.has(failure.id)
      ? { ...failure, reason: 'Firestore or Postgres could not be reached: try again.' }
      : failure,
  );
}

function isResolved(outcome: Outcome | Error | undefined): boolean {
  return outcome === 'applied' || outcome === 'superseded';
}

/** The message as received: the inverse of how deadLetters.ts stores it. */
function messageBytes(message: Json): Buffer {
  const base64 =
    typeof message === 'object' && message !== null && 'base64' in message ? message['base64'] : null;
  return typeof base64 === 'string' ? Buffer.from(base64, 'base64') : Buffer.from(JSON.stringify(message));
}
