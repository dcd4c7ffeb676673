import { FieldPath, type DocumentSnapshot, type Query, type Timestamp } from 'firebase-admin/firestore';
import type { Firestore } from '../../platform/firestore.ts';
import type { Collection } from '../../platform/documents/collection.ts';

/**
 * Part of a collection in the order of its documents' paths: after one path, up to and including
 * another; null leaves that side open.
 */
export interface PathRange {
  after: string | null;
  upTo: string | null;
}

/** Firestore's smallest id: the order of ids starts with the numeric ones of Datastore. */
const SMALLEST_ID = '__id-9223372036854775808__';

/** Firestore bills one read for so many counted documents, and one at least. */
const COUNTED_PER_READ = 1000;

/** Documents of one streamed query: the client gives a stream up ten minutes after its start. */
const DOCUMENTS_PER_QUERY = 10_000;

/**
 * Reads the documents of a collection (or of a collection group) by ranges of their paths, and keeps
 * count of the reads that Firestore bills (https://firebase.google.com/docs/firestore/pricing). Among those
 * of a collection group may be documents that only share its name: `Collection.match` tells them apart.
 */
export class DocumentReader {
  readonly #firestore: Firestore;
  /** Reads billed so far. */
  billed = 0;

  constructor(firestore: Firestore) {
    this.#firestore = firestore;
  }

  /**
   * Counts the documents of a range, now or at this time (at most an hour ago), and says at which time it
   * counted.
   */
  async count(
    collection: Collection,
    range: PathRange,
    at?: Timestamp,
  ): Promise<{ documents: number; readTime: Timestamp }> {
    const aggregate = this.#query(collection, range).count();
    const snapshot =
      at === undefined
        ? await aggregate.get()
        : await this.#firestore.runTransaction((transaction) => transaction.get(aggregate), readOnly(at));
    const { count } = snapshot.data() as { count: number | bigint };
    this.billed += Math.max(1, Math.ceil(Number(count) / COUNTED_PER_READ));
    return { documents: Number(count), readTime: snapshot.readTime };
  }

  /** The first documents of a range in the order of their paths, now or at this time. */
  async page(
    collection: Collection,
    range: PathRange,
    limit: number,
    at?: Timestamp,
  ): Promise<DocumentSnapshot[]> {
    const query = this.#query(collection, range).limit(limit);
    const { docs } =
      at === undefined
        ? await query.get()
        : await this.#firestore.runTransaction((transaction) => transaction.get(query), readOnly(at));
    this.billed += Math.max(1, docs.length);
    return docs;
  }

  /**
   * The documents of a range in the order of their paths, in pages of so many, at most `limit` in all. They
   * are streamed, and read no faster than the pages are taken.
   */
  async *pages(
    collection: Collection,
    { after, upTo }: PathRange,
    size: number,
    limit = Infinity,
  ): AsyncGenerator<DocumentSnapshot[]> {
    let start = after;
    for (let left = limit; left > 0; left -= DOCUMENTS_PER_QUERY) {
      const asked = Math.min(left, DOCUMENTS_PER_QUERY);
      const query = this.#query(collection, { after: start, upTo }).limit(asked);
      let found = 0;
      for await (const page of inPages(query.stream() as AsyncIterable<unknown>, size)) {
        found += page.length;
        this.billed += page.length;
        start = page.at(-1)?.ref.path ?? start;
        yield page;
      }
      if (found === 0) this.billed += 1;
      if (found < asked) return;
    }
  }

  /** The present state of these documents by path, also of those that do not exist. */
  async documents(paths: string[]): Promise<Map<string, DocumentSnapshot>> {
    if (paths.length === 0) return new Map();
    this.billed += paths.length;
    const snapshots = await this.#firestore.getAll(...paths.map((path) => this.#firestore.doc(path)));
    return new Map(snapshots.map((snapshot) => [snapshot.ref.path, snapshot]));
  }

  #query({ path }: Collection, { after, upTo }: PathRange): Query {
    const segments = path.split('/');
    const [top = ''] = segments;
    if (segments.length === 2) {
      const query = this.#firestore.collection(top).orderBy(FieldPath.documentId());
      const started = after === null ? query : query.startAfter(idOf(after));
      return upTo === null ? started : started.endAt(idOf(upTo));
    }
    // Subcollections of the same name under other parents sort before or behind.
    const query = this.#firestore.collectionGroup(segments.at(-2) ?? '').orderBy(FieldPath.documentId());
    const started = after === null ? query.startAt(`${top}/${SMALLEST_ID}`) : query.startAfter(after);
    return upTo === null ? started.endBefore(`${top}\0/${SMALLEST_ID}`) : started.endAt(upTo);
  }
}

async function* inPages(stream: AsyncIterable<unknown>, size: number): AsyncGenerator<DocumentSnapshot[]> {
  let page: DocumentSnapshot[] = [];
  for await (const snapshot of stream) {
    page.push(snapshot as DocumentSnapshot);
    if (page.length < size) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

function readOnly(readTime: Timestamp): { readOnly: true; readTime: Timestamp } {
  return { readOnly: true, readTime };
}

function idOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
