import fc from 'fast-check';
import type { Collection } from '../../src/platform/documents/collection.ts';
import type { Json, JsonObject } from '../../src/platform/documents/json.ts';
import { fieldKindOf } from './fieldKinds.ts';

/** The path of a document in a collection, with an id for each path parameter. */
export function documentPath({ path }: Collection, idOf: (param: string) => string): string {
  return path.replaceAll(/\{(.+?)\}/g, (_, param: string) => idOf(param));
}

/** The smallest valid document of a collection: its required fields only. */
export function minimalDocument(collection: Collection): JsonObject {
  return exampleDocument(collection, (isRequired) => isRequired);
}

/** A document of a collection with a usable value in every declared field; all values are plain JSON. */
export function fullDocument(collection: Collection): JsonObject {
  return exampleDocument(collection, () => true);
}

/** The fields without which a document of the collection is rejected. */
export function requiredFields({ fieldParsers }: Collection): string[] {
  return Object.keys(fieldParsers).filter((field) => fieldKindOf(fieldParsers[field]!).isRequired);
}

/** Random valid documents of a collection, with fields missing, unusable or undeclared. */
export function anyDocument(collection: Collection, id: fc.Arbitrary<string>): fc.Arbitrary<JsonObject> {
  const fields: Record<string, fc.Arbitrary<Json>> = {
    undeclared: fc.constantFrom<Json>('kept', { $double: 'NaN' }),
  };
  for (const [field, parser] of Object.entries(collection.fieldParsers)) {
    fields[field] = fieldKindOf(parser).arbitrary(id);
  }
  return fc.record(fields, { requiredKeys: requiredFields(collection) });
}

function exampleDocument(
  { fieldParsers }: Collection,
  isIncluded: (isRequired: boolean) => boolean,
): JsonObject {
  const fields = Object.entries(fieldParsers).flatMap(([field, parser]): [string, Json][] => {
    const { isRequired, examples } = fieldKindOf(parser);
    return isIncluded(isRequired) ? [[field, examples[0]![0]]] : [];
  });
  return Object.fromEntries(fields);
}
