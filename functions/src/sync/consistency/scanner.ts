import type { DocumentSnapshot, Timestamp } from 'firebase-admin/firestore';
import { limitConcurrency } from '../../platform/concurrency.ts';
import type { Erased } from '../../platform/erasure/erased.ts';
import type { Sql } from '../../platform/postgres.ts';
import { rowId, type Collection } from '../../platform/documents/collection.ts';
import type { DocumentReader, PathRange } from '../pipeline/documentReader.ts';
import { countRows, findMiddlePath, readKeys, splitIntoRanges } from './rowRanges.ts';
import { expectedChange, readRowStates } from './rowStates.ts';

/**
 * Rows per counted range. A missing document and an extra row in the same range cancel out in the counts,
 * so ranges are small; smaller ones would cost more reads, since every count bills at least one.
 */
const ROWS_PER_RANGE = 250;

/** A range with at most this many rows is read instead of being halved further. */
const LEAF_ROWS = 16;

/** Documents in memory at a time. */
const PAGE_SIZE = 250;

/** Documents read at once as of a time, which cannot be streamed; each may have a megabyte. */
const UNSTREAMED_PAGE_SIZE = 50;

/** Counts in flight at a time. */
const COUNT_CONCURRENCY = 8;

/** Maximum number of suspects in one check; with more differences, run a backfill instead. */
const MAX_SUSPECTS = 10_000;

/** The result of scanning one collection. */
export interface Scan {
  /** Documents in the collection. */
  documents: number;
  /** Documents whose contents were compared. */
  compared: number;
  /** Path of the last document in the slice; null if the slice reached the end. */
  sliceEnd: string | null;
  /** Keys of documents or rows that seem to differ, some only because a change is in flight. */
  suspects: string[][];
  /** Whether there were more suspects than the maximum. */
  truncated: boolean;
}

/** Compares one collection with its table and collects suspects. Read-only. */
export class Scanner {
  readonly #sql: Sql;
  readonly #reader: DocumentReader;
  readonly #collection: Collection;
  readonly #erased: Erased;
  readonly #suspects = new Map<string, string[]>();
  #compared = 0;

  constructor(sql: Sql, reader: DocumentReader, collection: Collection, erased: Erased) {
    this.#sql = sql;
    this.#reader = reader;
    this.#collection = collection;
    this.#erased = erased;
  }

  /** Compares the contents of every document. */
  async scanAll(onProgress: (documents: number) => void): Promise<Scan> {
    await this.#compareContents({ after: null, upTo: null }, Infinity, onProgress);
    return this.#result(this.#compared, null);
  }

  /**
   * Compares which documents exist, by counting ranges and halving those whose counts differ, and the
   * contents of a slice of this share of the documents that continues where the last one ended.
   */
  async scanSlice(share: number, sliceStart: string | null): Promise<Scan> {
    const limit = limitConcurrency(COUNT_CONCURRENCY);
    let documents = 0;
    const ranges = await splitIntoRanges(this.#sql, this.#collection, ROWS_PER_RANGE);
    await Promise.all(
      ranges.map((range) =>
        limit(async () => {
          const [counted, rows] = await Promise.all([
            this.#reader.count(this.#collection, range),
            countRows(this.#sql, this.#collection, range),
          ]);
          documents += counted.documents;
          await this.#comparePresence(range, rows, counted.documents, counted.readTime);
        }),
      ),
    );
    const slice = Math.ceil(documents * share);
    const sliceEnd =
      slice === 0 ? sliceStart : await this.#compareContents({ after: sliceStart, upTo: null }, slice);
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

  /** Halves a range whose counts differ until the remainder is small enough to read. */
  async #comparePresence(range: PathRange, rows: number, documents: number, at: Timestamp): Promise<void> {
    if (rows === documents || this.#suspects.size >= MAX_SUSPECTS) return;
    if (documents === 0) {
      for (const key of await readKeys(this.#sql, this.#collection, range)) this.#addSuspect(key);
      return;
    }
    const middle = rows > LEAF_ROWS ? await findMiddlePath(this.#sql, this.#collection, range, rows) : null;
    if (middle === null || middle === range.upTo) {
      await this.#compareAt(range, at);
      return;
    }
    const left = { after: range.after, upTo: middle };
    const right = { after: middle, upTo: range.upTo };
    const leftRows = await countRows(this.#sql, this.#collection, left);
    const counted = await this.#reader.count(this.#collection, left, at);
    await this.#comparePresence(left, leftRows, counted.documents, at);
    // All counts are of the same read time, so the other half has the remaining documents.
    await this.#comparePresence(right, rows - leftRows, documents - counted.documents, at);
  }

  /**
   * Compares contents page by page, of at most `limit` documents. Returns the path of the last one, or null
   * if the range ended first.
   */
  async #compareContents(
    { after, upTo }: PathRange,
    limit: number,
    onProgress?: (documents: number) => void,
  ): Promise<string | null> {
    let start = after;
    let left = limit;
    for await (const page of this.#reader.streamPages(this.#collection, { after, upTo }, PAGE_SIZE, limit)) {
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

  /** Compares the contents of a range as of this read time. */
  async #compareAt({ after, upTo }: PathRange, at: Timestamp): Promise<void> {
    for (let start = after; this.#suspects.size < MAX_SUSPECTS;) {
      const page = await this.#reader.readPage(
        this.#collection,
        { after: start, upTo },
        UNSTREAMED_PAGE_SIZE,
        at,
      );
      const end = page.length < UNSTREAMED_PAGE_SIZE ? upTo : (page.at(-1)?.ref.path ?? upTo);
      await this.#comparePage(page, { after: start, upTo: end });
      if (page.length < UNSTREAMED_PAGE_SIZE) return;
      start = end;
    }
  }

  async #comparePage(page: DocumentSnapshot[], range: PathRange): Promise<void> {
    const entries = page.flatMap((snapshot) => {
      const params = this.#collection.match(snapshot.ref.path);
      if (params === null) return [];
      const expected = expectedChange(this.#collection, snapshot, this.#erased);
      return [{ key: this.#collection.keyOf(params), expected }];
    });
    this.#compared += entries.length;
    const withRow = entries.filter(({ expected }) => expected.kind !== 'superseded');
    const documents = new Set(withRow.map(({ key }) => rowId(key)));
    const storable = withRow.flatMap(({ key, expected }) =>
      expected.kind === 'row' ? [{ key, projected: expected }] : [],
    );
    const states = await readRowStates(this.#sql, this.#collection, storable);
    for (const { key } of withRow) {
      const state = states.get(rowId(key));
      if (!state?.live || !state.isSame) this.#addSuspect(key);
    }
    for (const key of await readKeys(this.#sql, this.#collection, range)) {
      if (!documents.has(rowId(key))) this.#addSuspect(key);
    }
  }

  #addSuspect(key: string[]): void {
    if (this.#suspects.size < MAX_SUSPECTS) this.#suspects.set(rowId(key), key);
  }
}
