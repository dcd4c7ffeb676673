import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Timestamp, type DocumentSnapshot } from 'firebase-admin/firestore';
import { firestore as openFirestore } from '../../functions/src/platform/firestore.ts';
import { POOL_SIZE, type Sql } from '../../functions/src/platform/postgres.ts';
import type { Upsert } from '../../functions/src/sync/pipeline/change.ts';
import type { Collection } from '../../functions/src/platform/documents/collection.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import type { DocumentReader, PathRange } from '../../functions/src/sync/pipeline/documentReader.ts';
import { Writer } from '../../functions/src/sync/pipeline/writer.ts';
import { Checkpoints, type Partition } from '../backfill/checkpoints.ts';
import { copyPartition } from '../backfill/copyPartition.ts';
import { generateCampus } from '../campus/campus.ts';
import type { Cleanup } from '../lib/command.ts';
import { progress } from '../lib/progress.ts';
import { ROOT } from '../lib/root.ts';
import { emptyTables } from '../sample/database.ts';
import { PROJECT } from '../local/project.ts';
import { bareRows } from './bareRows.ts';
import { median } from 'simple-statistics';
import type { BenchOptions } from './bench.ts';
import { CAMPUS_NOW, campusChanges, columnTypes, DOCUMENTS_PER_STUDENT } from './campusChanges.ts';
import { copyMerges, runCopyMerges } from './copyMerge.ts';
import { scratchDatabase, scratchFirestore } from './scratch.ts';

/**
 * Throughput of the backfill reading from memory, against a bare COPY into a temporary table plus merge of
 * the same rows, mapped and serialised beforehand. Both use the same number of connections.
 */
export async function measure(
  cleanup: Cleanup,
  { changes, rounds, documents }: BenchOptions,
): Promise<Record<string, number>> {
  const { url, sql } = await scratchDatabase(cleanup);

  const upserts = campusChanges(changes);
  const source = new Memory(upserts);
  const copies = copyMerges(bareRows(upserts, await columnTypes(sql)));
  const rates = { backfill: [] as number[], copy: [] as number[] };
  const bar = progress('Measuring the backfill', rounds * 2);
  for (let round = 0; round < rounds; round += 1) {
    rates.backfill.push(await rate(sql, upserts.length, () => backfill(sql, source)));
    bar.update(round * 2 + 1);
    rates.copy.push(await rate(sql, upserts.length, () => runCopyMerges(sql, copies)));
    bar.update(round * 2 + 2);
  }
  bar.stop();
  const perSecond = { backfill: median(rates.backfill), copy: median(rates.copy) };
  console.log(
    `\n${String(upserts.length)} documents over ${String(POOL_SIZE)} connections, median of ${String(rounds)} rounds`,
  );
  console.table({
    backfill: { 'documents/s': Math.round(perSecond.backfill) },
    'bare COPY and merge of mapped rows': { 'documents/s': Math.round(perSecond.copy) },
  });
  const memory = await peakMemory(cleanup, sql, url, documents);
  return {
    docs_per_s: perSecond.backfill,
    vs_copy: perSecond.backfill / perSecond.copy,
    memory_ratio: memory,
  };
}

/** Peak memory of the command with this many documents in the Firestore emulator, against a tenth of them. */
async function peakMemory(cleanup: Cleanup, sql: Sql, url: string, documents: number): Promise<number> {
  await scratchFirestore(cleanup);
  const peaks: number[] = [];
  for (const size of [documents / 10, documents]) {
    await emptyTables(sql);
    // Each size gets its own database.
    const database = `bench-${String(size)}`;
    const firestore = openFirestore(database);
    cleanup(() => firestore.terminate());
    const writer = firestore.bulkWriter({ throttling: false });
    const campus = generateCampus({ students: Math.ceil(size / DOCUMENTS_PER_STUDENT), now: CAMPUS_NOW });
    const writes = campus.map(({ path, fields }) => writer.set(firestore.doc(path), fields));
    await Promise.all([writer.close(), ...writes]);
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...['--disable-warning=ExperimentalWarning', join(ROOT, 'scripts/backfill.ts')],
      ...['--json', '--project', PROJECT, '--firestore-database', database, '--database-url', url],
    ]);
    const result = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as {
      copied: number;
      peakMegabytes: number;
    };
    console.log(
      `Peak memory of a backfill of ${String(result.copied)} documents: ${String(result.peakMegabytes)} MB`,
    );
    peaks.push(result.peakMegabytes);
  }
  return (peaks[1] ?? NaN) / (peaks[0] ?? NaN);
}

async function rate(sql: Sql, documents: number, work: () => Promise<void>): Promise<number> {
  await emptyTables(sql);
  const started = performance.now();
  await work();
  return (documents / (performance.now() - started)) * 1000;
}

async function backfill(sql: Sql, memory: Memory): Promise<void> {
  const writer = new Writer(sql, allCollections, 'backfill');
  const checkpoints = new Checkpoints(sql, 'memory');
  const parts: Partition[] = [];
  for (const collection of allCollections) {
    parts.push(...(await checkpoints.start(collection, memory.ranges(collection))));
  }
  const queue = parts.values();
  let copied = 0;
  await Promise.all(
    Array.from({ length: POOL_SIZE }, async () => {
      for (const part of queue) {
        for await (const outcomes of copyPartition(memory, writer, part, (state) =>
          checkpoints.save(state),
        )) {
          copied += outcomes.filter((outcome) => outcome === 'applied').length;
        }
      }
    }),
  );
  if (copied !== memory.size)
    throw new Error(`only ${String(copied)} of ${String(memory.size)} documents were applied`);
}

/** Documents held in memory, with the reader's interface. */
class Memory implements Pick<DocumentReader, 'streamPages'> {
  readonly size: number;
  readonly #documents: Map<Collection, DocumentSnapshot[]>;

  constructor(changes: Upsert[]) {
    this.size = changes.length;
    this.#documents = new Map(
      allCollections.map((collection) => [
        collection,
        changes
          .filter(({ path }) => collection.match(path) !== null)
          .map(snapshotOf)
          .sort((a, b) => (a.ref.path < b.ref.path ? -1 : 1)),
      ]),
    );
  }

  async *streamPages(
    collection: Collection,
    { after, upTo }: PathRange,
    size: number,
  ): AsyncGenerator<DocumentSnapshot[]> {
    const documents = this.#documents.get(collection) ?? [];
    const end = upTo === null ? documents.length : indexAfter(documents, upTo);
    let start = after === null ? 0 : indexAfter(documents, after);
    for (; start < end; start += size) {
      // Pages arrive asynchronously, as from a stream.
      yield await Promise.resolve(documents.slice(start, Math.min(start + size, end)));
    }
  }

  /** One range for each worker. */
  ranges(collection: Collection): PathRange[] {
    const documents = this.#documents.get(collection) ?? [];
    const part = Math.ceil(documents.length / POOL_SIZE);
    const ends = Array.from(
      { length: POOL_SIZE - 1 },
      (_, index) => documents[(index + 1) * part]?.ref.path ?? null,
    );
    const cuts = ends.filter((path) => path !== null);
    return [...cuts, null].map((upTo, index) => ({ after: cuts[index - 1] ?? null, upTo }));
  }
}

/** Index of the first document after a path. */
function indexAfter(documents: DocumentSnapshot[], path: string): number {
  let low = 0;
  let high = documents.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((documents[middle]?.ref.path ?? '') <= path) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The part of a snapshot that the backfill reads. */
function snapshotOf({ path, version, data }: Upsert): DocumentSnapshot {
  const time = new Timestamp(Math.floor(version / 1_000_000), (version % 1_000_000) * 1000);
  return {
    ref: { path },
    exists: true,
    createTime: time,
    updateTime: time,
    data: () => data,
  } as unknown as DocumentSnapshot;
}
