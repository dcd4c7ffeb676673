import type {
  CollectionReference,
  DocumentReference,
  DocumentSnapshot,
  Firestore,
} from 'firebase-admin/firestore';
import { limitConcurrency } from '../../../functions/src/platform/concurrency.ts';
import type { Cell } from './cell.ts';

/** Documents read at a time. */
const PAGE_SIZE = 300;

/** Documents whose subcollections are listed at the same time. */
const CONCURRENCY = 32;

/**
 * Yields every id, field name and value of every document in every collection, whatever it is called; also of documents
 * that do not exist but have subcollections. Bills a read per document, and asks each document for its subcollections.
 */
export async function* readFirestore(
  firestore: Firestore,
  onDocuments: (read: number) => void = () => undefined,
): AsyncGenerator<Cell> {
  let read = 0;
  const pending: CollectionReference[] = await firestore.listCollections();
  for (let collection = pending.pop(); collection !== undefined; collection = pending.pop()) {
    const references = await collection.listDocuments();
    for (let from = 0; from < references.length; from += PAGE_SIZE) {
      const page = references.slice(from, from + PAGE_SIZE);
      for (const snapshot of await firestore.getAll(...page)) yield* cellsOf(snapshot);
      pending.push(...(await subcollectionsOf(page)));
      onDocuments((read += page.length));
    }
  }
}

async function subcollectionsOf(references: DocumentReference[]): Promise<CollectionReference[]> {
  const limited = limitConcurrency(CONCURRENCY);
  return (
    await Promise.all(references.map((reference) => limited(() => reference.listCollections())))
  ).flat();
}

function* cellsOf(snapshot: DocumentSnapshot): Generator<Cell> {
  const place = snapshot.ref.path;
  yield { store: 'Firestore', place, column: 'id', text: place };
  for (const [column, text] of textsOf(snapshot.data() ?? {}, [])) {
    yield { store: 'Firestore', place, column, text };
  }
}

/** Each name and value in a map, with the names that lead to it. */
function* textsOf(value: unknown, path: string[]): Generator<[column: string, text: string]> {
  const column = path.join('.');
  if (typeof value === 'string') yield [column, value];
  else if (value instanceof Uint8Array) yield [column, Buffer.from(value).toString()];
  else if (Array.isArray(value)) for (const element of value) yield* textsOf(element, [...path, '[]']);
  else if (isReference(value)) yield [column, value.path];
  else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      yield [`a name in ${column === '' ? 'the document' : column}`, name];
      yield* textsOf(inner, [...path, name]);
    }
  } else yield [column, String(value)];
}

function isReference(value: unknown): value is DocumentReference {
  return typeof value === 'object' && value !== null && 'firestore' in value && 'path' in value;
}
