import { ZodError } from 'zod';
import { UnusableParameter } from '../../platform/config.ts';
import { findCollection, type Collection } from '../../platform/documents/collection.ts';
import { fitsPostgres } from '../../platform/documents/json.ts';
import type { DeadLetter } from '../deadLetters/deadLetters.ts';
import type { Change } from './change.ts';
import type { Row } from './upsertRows.ts';

/** A change to apply, and the message that brought it. */
export interface IncomingChange {
  /** The Pub/Sub message id. */
  id: string;
  /** The message as received, kept if it becomes a dead letter; null if the change came without one. */
  message: Buffer | null;
  /** Approximate memory size of the change. */
  bytes: number;
  /** The change, or what makes the message unreadable. */
  change: Change | { kind: 'unreadable'; problem: string };
}

/** A change with the row it writes. */
export interface ProjectedChange {
  kind: 'row';
  collection: Collection;
  row: Row;
  fields: unknown;
  change: Change;
  incoming: IncomingChange;
}

/** A change that is ready to be written, or known not to need it. */
export type PreparedChange = ProjectedChange | RejectedChange | SupersededChange;

/** A change that cannot be applied. */
export interface RejectedChange {
  kind: 'dead-letter';
  deadLetter: DeadLetter;
  /** Null for a message that is not a change. */
  change: Change | null;
  /** The row it would have written, if it has one. */
  row: { collection: Collection; key: string[] } | null;
}

/** A change that is superseded whatever the state of its row. */
interface SupersededChange {
  kind: 'superseded';
  /** Null if the change was rejected before. */
  collection: Collection | null;
  change: Change;
}

/** Wraps a change that no message brought, as in a backfill or a repair. */
export function toIncomingChange(change: Change): IncomingChange {
  return { id: '', message: null, bytes: 0, change };
}

/**
 * Finds the collection of a change and projects the document; rejects the change if that fails.
 *
 * @throws UnusableParameter when a document cannot be read until an operator corrects a parameter
 */
export function prepareChange(collections: readonly Collection[], incoming: IncomingChange): PreparedChange {
  const { change, id } = incoming;
  if (change.kind === 'unreadable') {
    const reason = `${change.problem}; only the suite's own triggers may publish to this topic`;
    const unreadable = { key: `message:${id}`, collection: 'unknown', path: null, version: null, reason };
    return {
      kind: 'dead-letter',
      deadLetter: { ...unreadable, message: messageOf(incoming) },
      change: null,
      row: null,
    };
  }
  const found = findCollection(collections, change.path);
  if (found !== null) return project(incoming, change, found.collection, found.params);
  const reason =
    'no collection has this path: declare it, deploy, and run "npm run dead-letters -- replay --all"';
  return rejectChange(incoming, change, null, reason);
}

function project(
  incoming: IncomingChange,
  change: Change,
  collection: Collection,
  params: Record<string, string>,
): PreparedChange {
  // The document was deleted before it could be reread; its deletion carries the version that counts.
  if (change.kind === 'reread') return { kind: 'superseded', collection, change };
  const key = collection.keyOf(params);
  const row = { collection, key };
  const { version } = change;
  if (!key.every(fitsPostgres)) {
    const reason = 'Postgres cannot store an id with a NUL character or a lone surrogate: use another id';
    return { ...rejectChange(incoming, change, row, reason), row: null };
  }
  if (change.kind === 'refused') return rejectChange(incoming, change, row, change.reason);
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
    // The document is not at fault: its message is redelivered until the parameter is corrected.
    if (error instanceof UnusableParameter) throw error;
    // Parsing and projecting depend on the document alone, so a retry cannot succeed.
    return rejectChange(incoming, change, row, reasonOf(error));
  }
}

/** How the reason for a document that does not fit its schema ends. */
const CORRECTION = '. Correct the document in Firestore; the correction syncs automatically';

function reasonOf(error: unknown): string {
  if (!(error instanceof ZodError)) {
    const name = error instanceof Error ? error.name : typeof error;
    return `the projection threw ${name}: fix it, deploy, and run "npm run dead-letters -- replay --all"`;
  }
  const issues = error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  return `${issues.join('; ')}${CORRECTION}`;
}

/** Turns a change into a dead letter. */
export function rejectChange(
  incoming: IncomingChange,
  change: Change,
  row: RejectedChange['row'],
  reason: string,
): RejectedChange {
  const { path, version } = change;
  const collection = row?.collection.table ?? 'unknown';
  const deadLetter = { key: path, collection, path, version, reason, message: messageOf(incoming) };
  return { kind: 'dead-letter', deadLetter, change, row };
}

function messageOf({ message, change }: IncomingChange): Buffer {
  return message ?? Buffer.from(JSON.stringify(change));
}

/** The table under which a change is counted. */
export function tableOf(prepared: PreparedChange): string {
  return prepared.kind === 'dead-letter'
    ? prepared.deadLetter.collection
    : (prepared.collection?.table ?? 'unknown');
}
