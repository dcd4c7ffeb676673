import type { Erased } from '../../platform/erasure/erased.ts';
import type { Collection } from '../../platform/documents/collection.ts';
import { isAbout, redactDocument, type Redaction } from '../../platform/documents/redactDocument.ts';
import type { JsonObject } from '../../platform/documents/json.ts';
import type { Upsert } from './change.ts';
import {
  prepareChange,
  type PreparedChange,
  type ProjectedChange,
  type RejectedChange,
} from './prepareChange.ts';

/**
 * A change as it may be kept of people who are not erased: superseded if its document is an erased person's, and without
 * whatever refers to them if it is somebody else's. The same object if it names none of them. A message that is not a
 * change cannot be attributed, and stays.
 */
export function keepOutErased(
  collections: readonly Collection[],
  prepared: PreparedChange,
  erased: Erased,
): PreparedChange {
  if (erased.isNobody || prepared.kind === 'superseded') return prepared;
  return prepared.kind === 'row'
    ? keepOutOfRow(collections, prepared, erased)
    : keepOutOfDeadLetter(prepared, erased);
}

function keepOutOfRow(
  collections: readonly Collection[],
  prepared: ProjectedChange,
  erased: Erased,
): PreparedChange {
  const { collection, change, row, fields, incoming } = prepared;
  const values = fields === null ? [] : collection.owners.map((field) => (fields as JsonObject)[field]);
  if (isOwned(collection, row.key, values, erased)) return { kind: 'superseded', collection, change };
  if (change.kind !== 'upsert') return prepared;
  const redacted = redact(change, erased);
  if (redacted === change) return prepared;
  return prepareChange(collections, { ...incoming, message: null, change: redacted });
}

function keepOutOfDeadLetter(prepared: RejectedChange, erased: Erased): PreparedChange {
  const { change, row, deadLetter } = prepared;
  if (change === null) return prepared;
  const document = { path: change.path, data: change.kind === 'upsert' ? change.data : {} };
  if (isDocumentOf(document, row, erased))
    return { kind: 'superseded', collection: row?.collection ?? null, change };
  if (change.kind !== 'upsert') return prepared;
  const redacted = redact(change, erased);
  if (redacted === change) return prepared;
  const message = Buffer.from(JSON.stringify(redacted));
  return { ...prepared, change: redacted, deadLetter: { ...deadLetter, message } };
}

/** Whether a rejected document is one of these people's, as far as its path and its raw fields tell. */
export function isDocumentOf(
  { path, data }: { path: string; data: JsonObject },
  row: RejectedChange['row'],
  people: Redaction,
): boolean {
  // Nobody has declared whose the documents of this path are.
  if (row === null) return path.split('/').some(people.isTheirs) || isAbout(data, people);
  const { collection, key } = row;
  const values = collection.owners.map(
    (field) => collection.fieldParsers[field]?.safeParse(data[field]).data,
  );
  return isOwned(collection, key, values, people);
}

/** @param values of the fields that say whose document it is */
function isOwned(
  { table, keyColumns, references }: Collection,
  key: readonly string[],
  values: readonly unknown[],
  { isTheirs }: Redaction,
): boolean {
  const people = new Set(
    references.filter((reference) => reference.table === 'users').map(({ column }) => column),
  );
  const keys = key.filter((_, index) => table === 'users' || people.has(keyColumns[index] ?? ''));
  return [...keys, ...values].some((id) => typeof id === 'string' && isTheirs(id));
}

function redact(change: Upsert, erased: Erased): Upsert {
  const data = redactDocument(change.data, erased);
  return data === change.data ? change : { ...change, data };
}
