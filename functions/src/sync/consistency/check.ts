import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from '../../platform/postgres.ts';
import type { Collection } from '../collection.ts';
import { DocumentReader } from '../documents.ts';
import type { Firestore } from '../../platform/firestore.ts';
import { resync } from '../resync.ts';
import { Writer } from '../writer.ts';
import { look, type Look, type Verdict } from './look.ts';
import { Scanner, type Scan } from './scan.ts';

export interface CheckOptions {
  /** Share of the documents whose contents are compared, from 0 to 1 (all of them). */
  share: number;
  /** Milliseconds that a change may take to arrive; only what stays different for longer is reported. */
  settleMs: number;
  /** Differences in all that are repaired; when there are more, none is. */
  repairLimit: number;
  /** Is told how many documents' contents have been compared. */
  onProgress?: (compared: number) => void;
}

/** What a check found in one collection. */
export interface CollectionCheck {
  collection: string;
  startedAt: Date;
  /** Documents in the collection, and those whose contents were compared. */
  documents: number;
  compared: number;
  billedReads: number;
  /** Paths of documents without a live row. */
  missing: string[];
  /** Paths of documents whose row is of another state or was altered. */
  stale: string[];
  /** Paths of live rows without a document. */
  extra: string[];
  /** Paths of documents whose present state is among the dead letters. */
  deadLettered: string[];
  /** Documents that were being changed during the check, or wait for the end of a pause. */
  inFlight: number;
  /** Differences that were repaired. */
  repaired: number;
  /** Whether there are more differences than a check looks into. */
  truncated: boolean;
  /** Path of the last document of the slice whose contents were compared; null at the end. */
  sliceEnd: string | null;
}

interface Examined {
  collection: Collection;
  reader: DocumentReader;
  startedAt: Date;
  scan: Scan;
  suspects: Look[];
}

/**
 * Compares collections with their tables, and repairs what differs. Each suspect is looked at twice, as
 * far apart as a change may take to arrive, and counts only when nothing about it has changed: so changes
 * on their way are never reported.
 *
 * @param collections all of them, or some
 * @param sliceStart where the slice of a collection's contents begins: see {@link CollectionCheck.sliceEnd}
 */
export async function check(
  firestore: Firestore,
  sql: Sql,
  collections: readonly Collection[],
  sliceStart: (collection: Collection) => Promise<string | null>,
  options: CheckOptions,
): Promise<CollectionCheck[]> {
  const examined: Examined[] = [];
  let before = 0;
  for (const collection of collections) {
    const startedAt = new Date();
    const reader = new DocumentReader(firestore);
    const scanner = new Scanner(sql, reader, collection);
    const base = before;
    const scan =
      options.share >= 1
        ? await scanner.full((compared) => options.onProgress?.(base + compared))
        : await scanner.sampled(options.share, await sliceStart(collection));
    before += scan.compared;
    const looks = await look(sql, reader, collection, scan.suspects);
    examined.push({ collection, reader, startedAt, scan, suspects: looks.filter(isDifferent) });
  }
  if (examined.some(({ suspects }) => suspects.length > 0)) await sleep(options.settleMs);
  const checks: { result: CollectionCheck; differences: Look[]; reader: DocumentReader }[] = [];
  for (const { collection, reader, startedAt, scan, suspects } of examined) {
    const second = await look(
      sql,
      reader,
      collection,
      suspects.map(({ key }) => key),
    );
    const settled = second.filter((again, index) => isUnchanged(suspects[index], again));
    const differences = settled.filter(({ verdict }) => ['missing', 'stale', 'extra'].includes(verdict));
    const of = (verdict: Verdict): string[] =>
      settled.filter((each) => each.verdict === verdict).map((each) => each.path ?? describe(each));
    checks.push({
      reader,
      differences,
      result: {
        collection: collection.table,
        startedAt,
        documents: scan.documents,
        compared: scan.compared,
        billedReads: reader.billed,
        missing: of('missing'),
        stale: of('stale'),
        extra: of('extra'),
        deadLettered: of('dead-lettered'),
        inFlight: second.filter(isDifferent).length - settled.length + of('waiting').length,
        repaired: 0,
        truncated: scan.truncated,
        sliceEnd: scan.sliceEnd,
      },
    });
  }
  const total = checks.reduce((sum, { differences }) => sum + differences.length, 0);
  if (total > 0 && total <= options.repairLimit && !checks.some(({ result }) => result.truncated)) {
    const writer = new Writer(sql, collections, 'repair');
    for (const { result, differences, reader } of checks) {
      const outcomes = await resync({ sql, reader, writer }, differences);
      result.repaired = outcomes.filter((outcome) => outcome === 'applied').length;
      result.billedReads = reader.billed;
    }
  }
  return checks.map(({ result }) => result);
}

function isDifferent({ verdict }: Look): boolean {
  return verdict !== 'same';
}

function isUnchanged(first: Look | undefined, second: Look): boolean {
  return (
    isDifferent(second) &&
    first?.document === second.document &&
    first.row === second.row &&
    first.live === second.live
  );
}

/** A row that somebody added under a key that no document can have. */
function describe({ collection, key }: Look): string {
  return `${collection.table} ${JSON.stringify(key)}`;
}
