import { FieldPath, type DocumentSnapshot, type Query, type Timestamp } from 'firebase-admin/firestore';
import { approximateBytes } from '../../platform/byteChunks.ts';
import type { Firestore } from '../../platform/firestore.ts';

/** A collection to read, by the pattern of its documents' paths: `users/{uid}/positions/{positionId}`. */
interface ReadCollection {
  path: string;
}

/** A range of a collection in path order: `after` exclusive, `upTo` inclusive; null means unbounded. */
export interface PathRange {
  after: string | null;
  upTo: string | null;
}

/** Firestore's smallest id: numeric Datastore ids sort before all others. */
const SMALLEST_ID = '__id-9223372036854775808__';

/** A count bills one read per this many documents, and at least one. */
const COUNTED_PER_READ = 1000;

/** A page of documents that has this many bytes is full; more would be in memory several times over. */
const MAX_PAGE_BYTES = 16_000_000;

/** Documents per streamed query: the client aborts a stream ten minutes after its start. */
const DOCUMENTS_PER_QUERY = 10_000;

/**
 * Reads the documents of a collection or collection group by path range, and counts the reads that
 * Firestore bills (https://firebase.google.com/docs/firestore/pricing). A collection group may contain
 * documents of unrelated collections with the same name; filter them with `Collection.match`.
 */
export class DocumentReader {
  readonly #firestore: Firestore;
  /** Reads billed so far. */
  billedReads = 0;

  constructor(firestore: Firestore) {
    this.#firestore = firestore;
  }

  /** Counts the documents in a range, now or at a time up to an hour ago; also returns the read time. */
  async count(
    collection: ReadCollection,
    range: PathRange,
    at?: Timestamp,
  ): Promise<{ documents: number; readTime: Timestamp }> {
    const aggregate = this.#query(collection, range).count();
    const snapshot =
      at === undefined
        ? await aggregate.get()
        : await this.#firestore.runTransaction((transaction) => transaction.get(aggregate), readOnly(at));
    const { count } = snapshot.data() as { count: number | bigint };
    this.billedReads += Math.max(1, Math.ceil(Number(count) / COUNTED_PER_READ));
    return { documents: Number(count), readTime: snapshot.readTime };
  }

  /** Reads the first documents of a range in path order, now or at a time up to an hour ago. */
  async readPage(
    collection: ReadCollection,
    range: PathRange,
    limit: number,
    at?: Timestamp,
  ): Promise<DocumentSnapshot[]> {
    const query = this.#query(collection, range).limit(limit);
    const { docs } =
      at === undefined
        ? await query.get()
        : await this.#firestore.runTransaction((transaction) => transaction.get(query), readOnly(at));
    this.billedReads += Math.max(1, docs.length);
    return docs;
  }

  /**
   * Streams the documents of a range in path order, in pages of `size` or fewer where they are large, up to `limit`
   * documents. Reads no faster than the pages are consumed.
   */
  async *streamPages(
    collection: ReadCollection,
    { after, upTo }: PathRange,
    size: number,
    limit = Infinity,
  ): AsyncGenerator<DocumentSnapshot[]> {
    let start = after;
    for (let remaining = limit; remaining > 0; remaining -= DOCUMENTS_PER_QUERY) {
      const requested = Math.min(remaining, DOCUMENTS_PER_QUERY);
      const query = this.#query(collection, { after: start, upTo }).limit(requested);
      let found = 0;
      for await (const page of groupIntoPages(query.stream() as AsyncIterable<unknown>, size)) {
        found += page.length;
        this.billedReads += page.length;
        start = page.at(-1)?.ref.path ?? start;
        yield page;
      }
      if (found === 0) this.billedReads += 1;
      if (found < requested) return;
    }
  }

  /** Reads the current state of these documents, existing or not; returns snapshots by path. */
  async readDocuments(paths: string[]): Promise<Map<string, DocumentSnapshot>> {
    if (paths.length === 0) return new Map();
    this.billedReads += paths.length;
    const snapshots = await this.#firestore.getAll(...paths.map((path) => this.#firestore.doc(path)));
    return new Map(snapshots.map((snapshot) => [snapshot.ref.path, snapshot]));
  }

  #query({ path }: ReadCollection, { after, upTo }: PathRange): Query {
    const segments = path.split('/');
    const [top = ''] = segments;
    if (segments.length === 2) {
      const query = this.#firestore.collection(top).orderBy(FieldPath.documentId());
      const started = after === null ? query : query.startAfter(idOf(after));
      return upTo === null ? started : started.endAt(idOf(upTo));
    }
    // Subcollections of the same name under other parents sort outside this range.
    const query = this.#firestore.collectionGroup(segments.at(-2) ?? '').orderBy(FieldPath.documentId());
    const started = after === null ? query.startAt(`${top}/${SMALLEST_ID}`) : query.startAfter(after);
    return upTo === null ? started.endBefore(`${top}\0/${SMALLEST_ID}`) : started.endAt(upTo);
  }
}

async function* groupIntoPages(
  stream: AsyncIterable<unknown>,
  size: number,
): AsyncGenerator<DocumentSnapshot[]> {
  let page: DocumentSnapshot[] = [];
  let bytes = 0;
  for await (const item of stream) {
    const snapshot = item as DocumentSnapshot;
    page.push(snapshot);
    bytes += approximateBytes(snapshot.data());
    if (page.length < size && bytes < MAX_PAGE_BYTES) continue;
    yield page;
    page = [];
    bytes = 0;
  }
  if (page.length > 0) yield page;
}

function readOnly(readTime: Timestamp): { readOnly: true; readTime: Timestamp } {
  return { readOnly: true, readTime };
}

function idOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
