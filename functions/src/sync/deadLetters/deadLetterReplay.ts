import type { Firestore } from '../../platform/firestore.ts';
import type { Sql } from '../../platform/postgres.ts';
import { collectionOf, rowId, type Collection } from '../../platform/documents/collection.ts';
import type { Outcome } from '../pipeline/counts.ts';
import { settleDeadLetters, upToDateKeys } from './deadLetters.ts';
import { DocumentReader } from '../pipeline/documentReader.ts';
import type { Json } from '../../platform/documents/json.ts';
import { receive } from '../pipeline/receive.ts';
import { resync, type Target } from '../consistency/resync.ts';
import { Writer } from '../pipeline/writer.ts';

/** A dead letter as operators see it. */
export interface ListedLetter {
  id: number;
  collection: string;
  /** The document's path; null for a message that is no change. */
  path: string | null;
  reason: string;
  attempts: number;
  /** RFC 3339, in UTC. */
  firstFailedAt: string;
  lastFailedAt: string;
  discarded: boolean;
}

/** A dead letter with the message that failed: personal data may be in it. Null once it is discarded. */
export interface ShownLetter extends ListedLetter {
  message: Json;
}

/** Which letters: one, those whose reason holds a text (in any case), or all that are not discarded. */
export type Which = { id: number } | { reason: string } | { all: true };

/** Letters that are read and replayed together. */
const CHUNK = 100;

/** Lists open dead letters in the order of their ids, from behind one on. */
export async function listDeadLetters(
  sql: Sql,
  { reason = '', after = 0, limit = 100 }: { reason?: string | undefined; after?: number; limit?: number },
): Promise<ListedLetter[]> {
  return sql<ListedLetter[]>`
    select ${listed(sql)} from dead_letters
    where discarded_at is null and id > ${after} and position(lower(${reason}) in lower(reason)) > 0
    order by id limit ${limit}`;
}

/** One dead letter, whether discarded or not; null when there is none with this id. */
export async function showDeadLetter(sql: Sql, id: number): Promise<ShownLetter | null> {
  const [letter] = await sql<
    ShownLetter[]
  >`select ${listed(sql)}, message from dead_letters where id = ${id}`;
  return letter ?? null;
}

/** How many open letters there are, from behind one on. */
export async function countDeadLetters(sql: Sql, which: Which, after = 0): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from dead_letters where ${matching(sql, which)} and id > ${after}`;
  return row?.count ?? 0;
}

/** Gives letters up: they keep their path and reason, and lose their message. Returns how many. */
export async function discardDeadLetters(sql: Sql, which: Which): Promise<number> {
  const { count } = await sql`
    update dead_letters set discarded_at = now(), message = null where ${matching(sql, which)}`;
  return count;
}

/** What became of letters that were replayed. */
export interface Replayed {
  /** Letters that are gone: the document's present state is in Postgres. */
  settled: number;
  /** Letters that failed again, and stay with their new reason and one more attempt. */
  failed: number;
  /** Letters that were not tried because of the limit. */
  left: number;
}

/**
 * Replays letters one by one: reads each document's present state, which is as new as the one that
 * failed or newer, and applies it like any other change. A message that is no change is read again, which
 * helps when it was the suite that could not read it.
 */
export async function replayDeadLetters(
  firestore: Firestore,
  sql: Sql,
  collections: readonly Collection[],
  which: Which,
  options: { limit?: number; onProgress?: (replayed: number) => void } = {},
): Promise<Replayed> {
  const writer = new Writer(sql, collections, 'replay');
  const reader = new DocumentReader(firestore);
  const result: Replayed = { settled: 0, failed: 0, left: 0 };
  let after = 0;
  for (;;) {
    const done = result.settled + result.failed;
    const letters = await sql<Replayable[]>`
      select id::integer, key, path, version, message from dead_letters
      where ${matching(sql, which)} and id > ${after}
      order by id limit ${Math.min(CHUNK, (options.limit ?? Infinity) - done)}`;
    const last = letters.at(-1);
    if (last === undefined) break;
    after = last.id;
    const outcomes = await replay({ sql, reader, writer }, collections, letters);
    const settled = letters
      .filter((_, index) => isSettled(outcomes[index]))
      .map(({ id, version }) => ({ id, version }));
    // A newer state may have failed in the meantime: its letter stays.
    await sql`
      delete from dead_letters as letter
      using json_to_recordset(${JSON.stringify(settled)}::text::json) as settled (id bigint, version bigint)
      where letter.id = settled.id and letter.version is not distinct from settled.version`;
    result.settled += settled.length;
    result.failed += letters.length - settled.length;
    options.onProgress?.(result.settled + result.failed);
  }
  result.left = await countDeadLetters(sql, which, after);
  return result;
}

/**
 * Removes letters of states that their rows have passed: when a bad state and a newer good one are
 * applied in the very same moment, neither transaction sees the other.
 */
export async function settleOutdated(sql: Sql, collections: readonly Collection[]): Promise<void> {
  let after = 0;
  for (;;) {
    const letters = await sql<{ id: number; path: string; version: string }[]>`
      select id::integer, path, version from dead_letters
      where path is not null and id > ${after} order by id limit ${CHUNK}`;
    const last = letters.at(-1);
    if (last === undefined) return;
    after = last.id;
    const found = letters.flatMap(({ path, version }) => {
      const place = collectionOf(collections, path);
      return place === null
        ? []
        : [{ ...place, path, key: place.collection.keyOf(place.params), version: Number(version) }];
    });
    for (const [collection, own] of Map.groupBy(found, (letter) => letter.collection)) {
      const passed = new Set((await upToDateKeys(sql, collection, own)).map(rowId));
      const outdated = own.filter(({ key }) => passed.has(rowId(key)));
      if (outdated.length > 0) await settleDeadLetters(sql, outdated);
    }
  }
}

interface Replayable {
  id: number;
  key: string;
  path: string | null;
  version: string | null;
  message: Json;
}

async function replay(
  into: { sql: Sql; reader: DocumentReader; writer: Writer },
  collections: readonly Collection[],
  letters: Replayable[],
): Promise<(Outcome | Error | undefined)[]> {
  const targets = new Map<Replayable, Target>();
  const others: Replayable[] = [];
  for (const letter of letters) {
    const found = letter.path === null ? null : collectionOf(collections, letter.path);
    if (found === null) others.push(letter);
    else
      targets.set(letter, {
        collection: found.collection,
        key: found.collection.keyOf(found.params),
        path: letter.path,
      });
  }
  const [ofTargets, ofOthers] = [
    await resync(into, [...targets.values()]),
    await into.writer.apply(
      others.map(({ key, message }) => receive(key.replace(/^message:/, ''), bytesOf(message))),
    ),
  ];
  const order = [...targets.keys(), ...others];
  const outcomes = [...ofTargets, ...ofOthers];
  return letters.map((letter) => outcomes[order.indexOf(letter)]);
}

function isSettled(outcome: Outcome | Error | undefined): boolean {
  return outcome === 'applied' || outcome === 'superseded';
}

/** The message as it was received: see deadLetters.ts. */
function bytesOf(message: Json): Buffer {
  const base64 =
    typeof message === 'object' && message !== null && 'base64' in message ? message['base64'] : null;
  return typeof base64 === 'string' ? Buffer.from(base64, 'base64') : Buffer.from(JSON.stringify(message));
}

function matching(sql: Sql, which: Which): ReturnType<Sql> {
  if ('id' in which) return sql`discarded_at is null and id = ${which.id}`;
  if ('all' in which) return sql`discarded_at is null`;
  return sql`discarded_at is null and position(lower(${which.reason}) in lower(reason)) > 0`;
}

function listed(sql: Sql): ReturnType<Sql> {
  const iso = (column: string): ReturnType<Sql> =>
    sql`to_char(${sql(column)} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
  return sql`id::integer, collection, path, reason, attempts, ${iso('first_failed_at')} as "firstFailedAt",
    ${iso('last_failed_at')} as "lastFailedAt", discarded_at is not null as discarded`;
}
