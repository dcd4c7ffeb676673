import type { Firestore } from '../../src/platform/firestore.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import { decodeMap } from './decode.ts';

type Filter = (data: Record<string, unknown>) => boolean;

/** A stand-in for Firestore that holds documents by path, for code that only reads them. */
export function documentsAsFirestore(documents: ReadonlyMap<string, JsonObject>): Firestore {
  const snapshot = (path: string) => {
    const fields = documents.get(path);
    const data = fields && withReferences(decodeMap(fields));
    return { ref: { path }, exists: data !== undefined, data: () => data };
  };
  const query = (paths: string[], after: string | null = null, limit = Infinity): object => ({
    where: (field: string, operator: string, value: unknown) =>
      query(paths.filter((path) => matcher(field, operator, value)(snapshot(path).data() ?? {}))),
    orderBy: () => query(paths.toSorted(), after, limit),
    limit: (count: number) => query(paths, after, count),
    startAfter: ({ ref }: { ref: { path: string } }) => query(paths, ref.path, limit),
    get: () => {
      const docs = paths
        .filter((path) => after === null || path > after)
        .slice(0, limit)
        .map(snapshot);
      return Promise.resolve({ docs, size: docs.length });
    },
  });
  const under = (matches: (collection: string) => boolean) =>
    query([...documents.keys()].filter((path) => matches(path.slice(0, path.lastIndexOf('/')))));
  return {
    doc: (path: string) => ({ path }),
    getAll: (...all: { path: string }[]) => Promise.resolve(all.map(({ path }) => snapshot(path))),
    collection: (name: string) => under((collection) => collection === name),
    collectionGroup: (name: string) =>
      under((collection) => collection === name || collection.endsWith(`/${name}`)),
  } as unknown as Firestore;
}

class Reference {
  readonly firestore = {};
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }
}

/** References of fields, in the shape of the client's. */
function withReferences(data: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(data).map(([field, value]) => {
    const path = (value as { $reference?: string } | null)?.$reference;
    return [field, path === undefined ? value : new Reference(path)];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function matcher(field: string, operator: string, value: unknown): Filter {
  return (data) =>
    operator === 'array-contains'
      ? Array.isArray(data[field]) && (data[field] as unknown[]).includes(value)
      : data[field] === value;
}
