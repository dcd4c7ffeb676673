import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from '../../platform/postgres.ts';
import type { Collection } from '../../platform/documents/collection.ts';
import { collections as allCollections } from '../collections/index.ts';
import { DocumentReader } from '../pipeline/documentReader.ts';
import type { Firestore } from '../../platform/firestore.ts';
import { resync } from './resync.ts';
import { Writer } from '../pipeline/writer.ts';
import { look, type Look, type Verdict } from './recheck.ts';
import { Scanner, type Scan } from './scan.ts';

export interface CheckOptions {
  /** Share of the documents whose contents are compared, from 0 to 1 (all of them). */
  share: number;
  /** Milliseconds that a change may take to arrive; only what stays different for longer is reported. */
  settleMs: number;
  /** Differences in all that are repaired; when there are more, none is. */
  repairLimit: number;
  /** Whether documents that wait for the end of a pause count as different: after it, when they were lost. */
  waitingToo?: boolean;
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

/** A collection on its way through a check. */
interface Examined {
  collection: Collection;
  reader: DocumentReader;
  startedAt: Date;
  scan: Scan;
  /** What looked different at the first look. */
  suspects: Look[];
}

/**
 * Compares collections with their tables, and repairs what differs. Each suspect is looked at twice, as
 * far apart as a change may take to arrive, and counts only when nothing about it has changed: so changes
 * on their way are never reported.
 *
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
  for (const collection of collections) {
    const start = await sliceStart(collection);
    const before = examined.reduce((sum, { scan }) => sum + scan.compared, 0);
    examined.push(
      await examine(new DocumentReader(firestore), sql, collection, start, options.share, (compared) =>
        options.onProgress?.(before + compared),
      ),
    );
  }
  if (examined.some(({ suspects }) => suspects.length > 0)) await sleep(options.settleMs);
  const results = [];
  for (const each of examined) results.push(await conclude(sql, each, options.waitingToo ?? false));
  const total = results.reduce((sum, { differences }) => sum + differences.length, 0);
  if (total > 0 && total <= options.repairLimit) {
    const writer = new Writer(sql, Object.values(allCollections), 'repair');
    for (const { result, differences, reader } of results) {
      const outcomes = await resync({ sql, reader, writer }, differences);
      // What is superseded by now has arrived by itself.
      result.repaired = outcomes.filter(
        (outcome) => outcome === 'applied' || outcome === 'superseded',
      ).length;
      const refused = differences.filter((_, index) => outcomes[index] === 'dead-lettered');
      const paths = refused.flatMap(({ path }) => path ?? []);
      result.deadLettered.push(...paths);
      result.missing = result.missing.filter((path) => !paths.includes(path));
      result.stale = result.stale.filter((path) => !paths.includes(path));
      result.billedReads = reader.billed;
    }
  }
  return results.map(({ result }) => result);
}

/** Scans a collection, and looks at what is suspect for the first time. */
async function examine(
  reader: DocumentReader,
  sql: Sql,
  collection: Collection,
  sliceStart: string | null,
  share: number,
  onProgress: (compared: number) => void,
): Promise<Examined> {
  const startedAt = new Date();
  const scanner = new Scanner(sql, reader, collection);
  const scan = share >= 1 ? await scanner.full(onProgress) : await scanner.sampled(share, sliceStart);
  const looks = await look(sql, reader, collection, scan.suspects);
  return { collection, reader, startedAt, scan, suspects: looks.filter(isDifferent) };
}

/** Looks at the suspects again, and reports those that have not changed. */
async function conclude(
  sql: Sql,
  { collection, reader, startedAt, scan, suspects }: Examined,
  waitingToo: boolean,
): Promise<{ result: CollectionCheck; differences: Look[]; reader: DocumentReader }> {
  const keys = suspects.map(({ key }) => key);
  const second = await look(sql, reader, collection, keys);
  const settled = second.filter((again, index) => isUnchanged(suspects[index], again));
  const waiting = waitingToo ? [] : settled.filter(({ waits }) => waits);
  const of = (verdict: Verdict): string[] =>
    settled
      .filter((each) => each.verdict === verdict && !waiting.includes(each))
      .map((each) => each.path ?? describe(each));
  const result = {
    collection: collection.table,
    startedAt,
    documents: scan.documents,
    compared: scan.compared,
    billedReads: reader.billed,
    missing: of('missing'),
    stale: of('stale'),
    extra: of('extra'),
    deadLettered: of('dead-lettered'),
    inFlight: second.filter(isDifferent).length - settled.length + waiting.length,
    repaired: 0,
    truncated: scan.truncated,
    sliceEnd: scan.sliceEnd,
  };
  const differences = settled.filter(
    (each) => ['missing', 'stale', 'extra'].includes(each.verdict) && !waiting.includes(each),
  );
  return { result, differences, reader };
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
