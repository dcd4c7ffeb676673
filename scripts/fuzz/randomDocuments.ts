import fc from 'fast-check';
import { encodeMap } from '../../functions/src/platform/documents/encoding.ts';
import type { Collection } from '../../functions/src/platform/documents/collection.ts';
import type { JsonObject } from '../../functions/src/platform/documents/json.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { firestoreValue } from './firestoreValues.ts';

export interface RandomDocument {
  path: string;
  collection: Collection;
  data: JsonObject;
}

/** Fields that tell what a document is about, so that most documents have a usable one. */
const TELLING = ['name', 'title', 'userId', 'fromUid', 'toUid'];

/** Documents of every collection, each with values of any type in any of its fields. The paths are distinct. */
export function randomDocuments(count: number, seed: number): RandomDocument[] {
  const people = Math.max(10, Math.ceil(count / 6));
  const id = fc.nat(people - 1).map((number) => `p${String(number)}`);
  const drawn = fc.sample(
    fc.constantFrom(...allCollections).chain((collection) => randomDocument(collection, id)),
    {
      numRuns: count,
      seed,
    },
  );
  return [...new Map(drawn.map((document) => [document.path, document])).values()];
}

function randomDocument(collection: Collection, id: fc.Arbitrary<string>): fc.Arbitrary<RandomDocument> {
  const value = firestoreValue(id);
  const usable = fc.oneof({ weight: 9, arbitrary: id }, value);
  const names = [...Object.keys(collection.fieldParsers), 'imported', 'undeclared'];
  const fields = fc.record(
    Object.fromEntries(names.map((name) => [name, TELLING.includes(name) ? usable : value])),
    { requiredKeys: TELLING.filter((name) => names.includes(name)) },
  );
  const params = [...collection.path.matchAll(/\{(.+?)\}/g)];
  return fc.tuple(fc.tuple(...params.map(() => id)), fields).map(([ids, data]) => ({
    path: params.reduce((path, [param], index) => path.replace(param, ids[index] ?? ''), collection.path),
    collection,
    data: encodeMap(data),
  }));
}
