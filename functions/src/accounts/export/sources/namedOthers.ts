import type { Json } from '../../../platform/documents/json.ts';
import type { CardNames } from '../cardNames.ts';

/** Fields of documents that hold the id of a person, or a map with their id and name. */
const PERSON_FIELDS = new Set(['by', 'checkedInBy', 'createdBy', 'userId']);

/** The ids of other people in a document, in the fields that hold ids. */
export function othersIn(value: Json, uid: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, inner]) => {
    const id = PERSON_FIELDS.has(field) ? idOf(inner) : null;
    if (id === null) return othersIn(inner, uid);
    return id === uid ? [] : [id];
  });
}

/** A document with the names of other people, as every member sees them, in place of their ids. Load the names before. */
export function namedOthers(value: Json, uid: string, names: CardNames): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((inner) => namedOthers(inner, uid, names));
  const entries = Object.entries(value).map(([field, inner]): [string, Json] => {
    const id = PERSON_FIELDS.has(field) ? idOf(inner) : null;
    if (id === null) return [field, namedOthers(inner, uid, names)];
    return [field, id === uid ? uid : names.of(id)];
  });
  return Object.fromEntries(entries);
}

function idOf(value: Json): string | null {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return typeof value['id'] === 'string' ? value['id'] : null;
}
