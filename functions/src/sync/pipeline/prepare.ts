import { ZodError } from 'zod';
import type { Change } from './change.ts';
import { collectionOf, type Collection } from '../../platform/documents/collection.ts';
import type { DeadLetter } from '../deadLetters/deadLetters.ts';
import { fitsPostgres } from '../../platform/documents/json.ts';
import type { Row } from './upsert.ts';

/** A message on its way to Postgres. */
export interface Incoming {
  /** The Pub/Sub message id. */
  id: string;
  /** What was received, kept whole if it ends as a dead letter; null when no message brought the change. */
  message: Buffer | null;
  /** About how much memory the change takes. */
  bytes: number;
  /** The change it carries, or what makes it unreadable. */
  change: Change | { kind: 'unreadable'; problem: string };
}

/** A change projected to the row it writes. */
export interface Projected {
  kind: 'row';
  collection: Collection;
  row: Row;
  fields: unknown;
  change: Change;
  incoming: Incoming;
}

/** What is to be done with a message. */
export type Prepared = Projected | Refusal | Outdated;

/** A message that cannot be applied. */
export interface Refusal {
  kind: 'dead-letter';
  letter: DeadLetter;
  /** The row it would have written, when there is one. */
  row: { collection: Collection; key: string[] } | null;
}

/** A change that is known to be superseded without a look at its row. */
interface Outdated {
  kind: 'superseded';
  collection: Collection;
  change: Change;
}

/** A change that no message brought. */
export function withoutMessage(change: Change): Incoming {
  return { id: '', message: null, bytes: 0, change };
}

/** Finds the message's collection and projects the document, or says why that cannot be. */
export function prepare(collections: readonly Collection[], incoming: Incoming): Prepared {
  const { change, id } = incoming;
  if (change.kind === 'unreadable') {
    const reason = `${change.problem}. Only the suite's own triggers may publish to this topic`;
    const letter = { key: `message:${id}`, collection: 'unknown', path: null, version: null, reason };
    return { kind: 'dead-letter', letter: { ...letter, message: messageOf(incoming) }, row: null };
  }
  const found = collectionOf(collections, change.path);
  if (found !== null) return project(incoming, change, found.collection, found.params);
  return deadLetter(incoming, change, null, 'no collection has this path: declare it, deploy, and replay');
}

function project(
  incoming: Incoming,
  change: Change,
  collection: Collection,
  params: Record<string, string>,
): Prepared {
  // The document was gone when it was read again: its deletion brings the version that counts.
  if (change.kind === 'reread') return { kind: 'superseded', collection, change };
  const key = collection.keyOf(params);
  const row = { collection, key };
  const { version } = change;
  if (!key.every(fitsPostgres)) {
    const reason = 'Postgres cannot store an id with a NUL or half a surrogate pair: use another id';
    return { ...deadLetter(incoming, change, row, reason), row: null };
  }
  if (change.kind === 'refused') return deadLetter(incoming, change, row, change.reason);
  if (change.kind === 'delete') {
    const tombstone = { key, version, live: false, columns: {}, firebaseData: null };
    return { kind: 'row', collection, row: tombstone, fields: null, change, incoming };
  }
  const { createTime, updateTime, data } = change;
  try {
    const { fields, row: columns } = collection.parse(data, { params, createTime, updateTime });
    const live = { key, version, live: true, columns, firebaseData: data };
    return { kind: 'row', collection, row: live, fields, change, incoming };
  } catch (error) {
    // Parsing and projecting depend on the document alone: what they refuse once, they refuse always.
    return deadLetter(incoming, change, row, refusal(error));
  }
}

function refusal(error: unknown): string {
  if (!(error instanceof ZodError))
    return `the projection failed: correct it, deploy, and replay (${error instanceof Error ? error.name : 'no error'})`;
  const issues = error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  return `${issues.join('; ')}. Correct the document in Firestore: the correction arrives by itself`;
}

/** A change as a dead letter. */
export function deadLetter(incoming: Incoming, change: Change, row: Refusal['row'], reason: string): Refusal {
  const { path, version } = change;
  const collection = row?.collection.table ?? 'unknown';
  const message = messageOf(incoming);
  return { kind: 'dead-letter', letter: { key: path, collection, path, version, reason, message }, row };
}

function messageOf({ message, change }: Incoming): Buffer {
  return message ?? Buffer.from(JSON.stringify(change));
}

/** The table that a message belongs to, as it is counted. */
export function nameOf(prepared: Prepared): string {
  return prepared.kind === 'dead-letter' ? prepared.letter.collection : prepared.collection.table;
}
