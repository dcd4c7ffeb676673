import { ZodError } from 'zod';
import type { Change } from './change.ts';
import type { Collection } from './collection.ts';
import type { DeadLetter } from './deadLetters.ts';
import { fitsPostgres } from './encoding.ts';
import type { Row } from './upsert.ts';

/** A message on its way to Postgres. */
export interface Incoming {
  /** The Pub/Sub message id. */
  id: string;
  /** What was received, kept whole if it ends as a dead letter. */
  message: Buffer;
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
export type Prepared =
  Projected | { kind: 'dead-letter'; letter: DeadLetter } | { kind: 'superseded'; name: string };

/** Finds the message's collection and projects the document, or says why that cannot be. */
export function prepare(collections: readonly Collection[], incoming: Incoming): Prepared {
  const { change, id } = incoming;
  if (change.kind === 'unreadable') {
    const reason = `${change.problem}. Only the suite's own triggers may publish to this topic`;
    const letter = { key: `message:${id}`, collection: 'unknown', path: null, version: null, reason };
    return { kind: 'dead-letter', letter: { ...letter, message: incoming.message } };
  }
  for (const collection of collections) {
    const params = collection.match(change.path);
    if (params !== null) return project(incoming, change, collection, params);
  }
  return deadLetter(
    incoming,
    change,
    'unknown',
    'no collection has this path: declare it, deploy, and replay',
  );
}

function project(
  incoming: Incoming,
  change: Change,
  collection: Collection,
  params: Record<string, string>,
): Prepared {
  if (change.kind === 'refused') return deadLetter(incoming, change, collection.table, change.reason);
  // The document was gone when it was read again: its deletion brings the version that counts.
  if (change.kind === 'reread') return { kind: 'superseded', name: collection.table };
  const key = collection.keyOf(params);
  const { version } = change;
  if (!key.every(fitsPostgres)) {
    return deadLetter(
      incoming,
      change,
      collection.table,
      'Postgres cannot store an id with a NUL or half a surrogate pair: use another id',
    );
  }
  if (change.kind === 'delete') {
    const tombstone = { key, version, live: false, columns: {}, firebaseData: null };
    return { kind: 'row', collection, row: tombstone, fields: null, change, incoming };
  }
  const { createTime, updateTime, data } = change;
  try {
    const { fields, row: columns } = collection.parse(data, { params, createTime, updateTime });
    const row = { key, version, live: true, columns, firebaseData: data };
    return { kind: 'row', collection, row, fields, change, incoming };
  } catch (error) {
    // Parsing and projecting depend on the document alone: what they refuse once, they refuse always.
    return deadLetter(incoming, change, collection.table, refusal(error));
  }
}

function refusal(error: unknown): string {
  if (!(error instanceof ZodError))
    return `the projection failed: correct it, deploy, and replay (${error instanceof Error ? error.name : 'no error'})`;
  const issues = error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  return `${issues.join('; ')}. Correct the document in Firestore: the correction arrives by itself`;
}

/** A change as a dead letter. */
export function deadLetter(incoming: Incoming, change: Change, collection: string, reason: string): Prepared {
  const { path, version } = change;
  const key = `${path}@${String(version)}`;
  return {
    kind: 'dead-letter',
    letter: { key, collection, path, version, reason, message: incoming.message },
  };
}

/** The table that a message belongs to, as it is counted. */
export function nameOf(prepared: Prepared): string {
  if (prepared.kind === 'row') return prepared.collection.table;
  return prepared.kind === 'dead-letter' ? prepared.letter.collection : prepared.name;
}
