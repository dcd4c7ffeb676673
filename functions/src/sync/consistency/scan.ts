import type { DocumentSnapshot, Timestamp } from 'firebase-admin/firestore';
import { limitConcurrency } from '../../platform/concurrency.ts';
import type { Sql } from '../../platform/postgres.ts';
import { rowId, type Collection } from '../../platform/documents/collection.ts';
import type { DocumentReader, PathRange } from '../pipeline/documentReader.ts';
import { countRows, keysWithin, middleOf, projectionOf, rangesOf, rowStates } from './rows.ts';

/**
 * Rows in one counted range. A missing document and an extra row in the same range hide each other from
 * the counts, so ranges are small; smaller ones cost more reads, since every count bills one at least.
 */
const ROWS_PER_RANGE = 250;

/** A range with so few rows is read instead of counted in halves. */
const LEAF_ROWS = 16;

/** Documents in memory at a time. */
const PAGE = 250;

/** Counts in flight at a time. */
const CONCURRENCY = 8;

/** Keys of suspects that one check looks into; above it, a backfill is what is needed. */
const MAX_SUSPECTS = 10_000;

/** What a scan of one collection found. */
export interface Scan {
  /** Documents in the collection. */
  documents: number;
  /** Documents whose contents were compared. */
  compared: number;
  /** Path of the last document of the slice; null when the slice reached the end. */
  sliceEnd: string | null;
  /** Keys of documents or rows that looked different, some of them because a change is on its way. */
  suspects: string[][];
  /** Whether there were more than are looked into. */
  truncated: boolean;
}

/** Compares one collection with its table. Reads, and decides nothing. */
export class Scanner {
  readonly #sql: Sql;
  readonly #reader: DocumentReader;
  readonly #collection: Collection;
  readonly #suspects = new Map<string, string[]>();
  #compared = 0;

  constructor(sql: Sql, reader: DocumentReader, collection: Collection) {
    this.#sql = sql;
    this.#reader = reader;
    this.#collection = collection;
  }

  /** Compares every document's contents. */
  async full(onProgress: (documents: number) => void): Promise<Scan> {
    await this.#compare({ after: null, upTo: null }, Infinity, onProgress);
    return this.#result(this.#compared, null);
  }

  /**
   * Compares which documents exist, by counting them in ranges and halving the ranges whose counts
   * differ; and the contents of a slice of this share of the documents, which goes on where the last ended.
   */
  async sampled(share: number, sliceStart: string | null): Promise<Scan> {
    const limit = limitConcurrency(CONCURRENCY);
    let documents = 0;
    const ranges = await rangesOf(this.#sql, this.#collection, ROWS_PER_RANGE);
    await Promise.all(
      ranges.map((range) =>
        limit(async () => {
          const [counted, rows] = await Promise.all([
            this.#reader.count(this.#collection, range),
            countRows(this.#sql, this.#collection, range),
          ]);
          documents += counted.documents;
          await this.#presence(range, rows, counted.documents, counted.readTime);
        }),
      ),
    );
    const slice = Math.ceil(documents * share);
    const sliceEnd = slice === 0 ? sliceStart : await this.#compare({ after: sliceStart, upTo: null }, slice);
    return this.#result(documents, sliceEnd);
  }

  #result(documents: number, sliceEnd: string | null): Scan {
    return {
      documents,
      compared: this.#compared,
      sliceEnd,
      suspects: [...this.#suspects.values()].slice(0, MAX_SUSPECTS),
      truncated: this.#suspects.size >= MAX_SUSPECTS,
    };
  }

  /** Halves a range whose counts differ until what is left is small enough to read. */
  async #presence(range: PathRange, rows: number, documents: number, at: Timestamp): Promise<void> {
    if (rows === documents || this.#suspects.size >= MAX_SUSPECTS) return;
    if (documents === 0) {
      for (const key of await keysWithin(this.#sql, this.#collection, range)) this.#suspect(key);
      return;
    }
    const middle = rows > LEAF_ROWS ? await middleOf(this.#sql, this.#collection, range, rows) : null;
    if (middle === null || middle === range.upTo) {
      await this.#compareAt(range, at);
      return;
    }
    const left = { after: range.after, upTo: middle };
    const right = { after: middle, upTo: range.upTo };
    const leftRows = await countRows(this.#sql, this.#collection, left);
    const counted = await this.#reader.count(this.#collection, left, at);
    await this.#presence(left, leftRows, counted.documents, at);
    // The documents were all counted at the same time: what is not in one half is in the other.
    await this.#presence(right, rows - leftRows, documents - counted.documents, at);
  }

  /**
   * Compares contents page by page, of at most so many documents. Returns the path of the last one, null when
   * the range ended before.
   */
  async #compare(
    { after, upTo }: PathRange,
    limit: number,
    onProgress?: (documents: number) => void,
  ): Promise<string | null> {
    let start = after;
    let left = limit;
    for await (const page of this.#reader.pages(this.#collection, { after, upTo }, PAGE, limit)) {
      const end = page.at(-1)?.ref.path ?? null;
      await this.#comparePage(page, { after: start, upTo: end });
      onProgress?.(this.#compared);
      start = end;
      left -= page.length;
      if (this.#suspects.size >= MAX_SUSPECTS) return start;
    }
    if (left <= 0) return start;
    await this.#comparePage([], { after: start, upTo });
    return null;
  }

  /** Compares the contents of a range as it was at this time. */
  async #compareAt({ after, upTo }: PathRange, at: Timestamp): Promise<void> {
    for (let start = after; this.#suspects.size < MAX_SUSPECTS;) {
      const page = await this.#reader.page(this.#collection, { after: start, upTo }, PAGE, at);
      const end = page.length < PAGE ? upTo : (page.at(-1)?.ref.path ?? upTo);
      await this.#comparePage(page, { after: start, upTo: end });
      if (page.length < PAGE) return;
      start = end;
    }
  }

  async #comparePage(page: DocumentSnapshot[], range: PathRange): Promise<void> {
    const entries = page.flatMap((snapshot) => {
      const params = this.#collection.match(snapshot.ref.path);
      if (params === null) return [];
      const projected = projectionOf(this.#collection, snapshot);
      return [{ key: this.#collection.keyOf(params), projected }];
    });
    this.#compared += entries.length;
    const documents = new Set(entries.map(({ key }) => rowId(key)));
    const storable = entries.filter(({ projected }) => projected !== null);
    const states = await rowStates(this.#sql, this.#collection, storable);
    for (const { key } of entries) {
      const state = states.get(rowId(key));
      if (!state?.live || !state.same) this.#suspect(key);
    }
    for (const key of await keysWithin(this.#sql, this.#collection, range)) {
      if (!documents.has(rowId(key))) this.#suspect(key);
    }
  }

  #suspect(key: string[]): void {
    if (this.#suspects.size < MAX_SUSPECTS) this.#suspects.set(rowId(key), key);
  }
}
