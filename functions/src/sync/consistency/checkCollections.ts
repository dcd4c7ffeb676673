import { setTimeout as sleep } from 'node:timers/promises';
import type { Collection } from '../../platform/documents/collection.ts';
import { readErasedNow } from '../../platform/erasure/erased.ts';
import type { Firestore } from '../../platform/firestore.ts';
import type { Sql } from '../../platform/postgres.ts';
import { allCollections } from '../collections/index.ts';
import { DocumentReader } from '../pipeline/documentReader.ts';
import { Writer } from '../pipeline/writer.ts';
import type { CollectionCheck } from './checkResults.ts';
import { recheck, type RecheckResult, type Verdict } from './recheck.ts';
import { resync } from './resync.ts';
import { Scanner, type Scan } from './scanner.ts';

export interface CheckOptions {
  /** Share of the documents whose contents are compared, from 0 to 1. */
  share: number;
  /** Time in milliseconds that a change may take to arrive; only longer-lasting differences are reported. */
  gracePeriodMs: number;
  /** Maximum number of differences to repair; if there are more, none is repaired. */
  repairLimit: number;
  /** Whether deferred documents count as different, as after a pause that lost their messages. */
  includeDeferred?: boolean;
  /** Receives the number of documents whose contents have been compared. */
  onProgress?: (compared: number) => void;
}

/** One collection during a check. */
interface ScannedCollection {
  collection: Collection;
  reader: DocumentReader;
  startedAt: Date;
  scan: Scan;
  /** What differed when it was first rechecked. */
  suspects: RecheckResult[];
}

interface CheckedCollection {
  check: CollectionCheck;
  differences: RecheckResult[];
  reader: DocumentReader;
}

/**
 * Compares collections with their tables, and repairs the differences. Each suspect is rechecked twice,
 * a grace period apart, and counts only if nothing about it has changed in between, so changes in flight
 * are never reported.
 *
 * @param sliceStart returns where the slice of a collection's contents begins: see
 * {@link CollectionCheck.sliceEnd}
 */
export async function checkCollections(
  firestore: Firestore,
  sql: Sql,
  collections: readonly Collection[],
  sliceStart: (collection: Collection) => Promise<string | null>,
  options: CheckOptions,
): Promise<CollectionCheck[]> {
  const scanned: ScannedCollection[] = [];
  for (const collection of collections) {
    const start = await sliceStart(collection);
    const before = scanned.reduce((sum, { scan }) => sum + scan.compared, 0);
    scanned.push(
      await scanCollection(new DocumentReader(firestore), sql, collection, start, options.share, (compared) =>
        options.onProgress?.(before + compared),
      ),
    );
  }
  if (scanned.some(({ suspects }) => suspects.length > 0)) await sleep(options.gracePeriodMs);
  const checked: CheckedCollection[] = [];
  for (const collection of scanned) {
    checked.push(await confirmDifferences(sql, collection, options.includeDeferred ?? false));
  }
  const total = checked.reduce((sum, { differences }) => sum + differences.length, 0);
  if (total > 0 && total <= options.repairLimit) {
    const writer = new Writer(sql, allCollections, 'repair');
    for (const collection of checked) await repair(sql, writer, collection);
  }
  return checked.map(({ check }) => check);
}

/** Scans a collection and rechecks its suspects for the first time. */
async function scanCollection(
  reader: DocumentReader,
  sql: Sql,
  collection: Collection,
  sliceStart: string | null,
  share: number,
  onProgress: (compared: number) => void,
): Promise<ScannedCollection> {
  const startedAt = new Date();
  const scanner = new Scanner(sql, reader, collection, await readErasedNow(sql));
  const scan = share >= 1 ? await scanner.scanAll(onProgress) : await scanner.scanSlice(share, sliceStart);
  const results = await recheck(sql, reader, collection, scan.suspects);
  return { collection, reader, startedAt, scan, suspects: results.filter(isDifferent) };
}

/** Rechecks the suspects and keeps those that have not changed. */
async function confirmDifferences(
  sql: Sql,
  { collection, reader, startedAt, scan, suspects }: ScannedCollection,
  includeDeferred: boolean,
): Promise<CheckedCollection> {
  const keys = suspects.map(({ key }) => key);
  const rechecked = await recheck(sql, reader, collection, keys);
  const confirmed = rechecked.filter(
    (result, index) => isUnchanged(suspects[index], result) && (includeDeferred || !result.isDeferred),
  );
  const pathsOf = (verdict: Verdict): string[] =>
    confirmed
      .filter((result) => result.verdict === verdict)
      .map(({ path, key }) => path ?? `${collection.table} ${JSON.stringify(key)}`);
  const check: CollectionCheck = {
    collection: collection.table,
    startedAt,
    documents: scan.documents,
    compared: scan.compared,
    billedReads: reader.billedReads,
    missing: pathsOf('missing'),
    stale: pathsOf('stale'),
    extra: pathsOf('extra'),
    deadLettered: pathsOf('dead-lettered'),
    inFlight: rechecked.filter(isDifferent).length - confirmed.length,
    repaired: 0,
    truncated: scan.truncated,
    sliceEnd: scan.sliceEnd,
  };
  const differences = confirmed.filter(({ verdict }) => ['missing', 'stale', 'extra'].includes(verdict));
  return { check, differences, reader };
}

async function repair(
  sql: Sql,
  writer: Writer,
  { check, differences, reader }: CheckedCollection,
): Promise<void> {
  const outcomes = await resync({ sql, reader, writer }, differences);
  // A superseded change has arrived by itself in the meantime.
  check.repaired = outcomes.filter((outcome) => outcome === 'applied' || outcome === 'superseded').length;
  const deadLettered = differences.filter((_, index) => outcomes[index] === 'dead-lettered');
  const paths = deadLettered.flatMap(({ path }) => path ?? []);
  check.deadLettered.push(...paths);
  check.missing = check.missing.filter((path) => !paths.includes(path));
  check.stale = check.stale.filter((path) => !paths.includes(path));
  check.billedReads = reader.billedReads;
}

function isDifferent({ verdict }: RecheckResult): boolean {
  return verdict !== 'same';
}

function isUnchanged(first: RecheckResult | undefined, second: RecheckResult): boolean {
  return (
    isDifferent(second) &&
    first?.documentVersion === second.documentVersion &&
    first.rowVersion === second.rowVersion &&
    first.isRowLive === second.isRowLive
  );
}
