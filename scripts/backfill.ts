import { limitConcurrency } from '../functions/src/platform/concurrency.ts';
import type { Collection } from '../functions/src/platform/documents/collection.ts';
import { allCollections } from '../functions/src/sync/collections/index.ts';
import { DocumentReader } from '../functions/src/sync/pipeline/documentReader.ts';
import type { Outcome } from '../functions/src/sync/pipeline/outcomes.ts';
import { Writer } from '../functions/src/sync/pipeline/writer.ts';
import { Checkpoints, type Partition } from './backfill/checkpoints.ts';
import { copyPartition } from './backfill/copyPartition.ts';
import { partitionCollection } from './backfill/partitionCollection.ts';
import { command, positive, run } from './lib/command.ts';
import { progress } from './lib/progress.ts';
import { recordCommand } from './lib/recordCommand.ts';
import { collectionsArgument, openTarget, selectCollections, withTarget } from './lib/target.ts';

/** Partitions per worker, so that all workers are busy until the end. */
const PARTITIONS_PER_WORKER = 4;
const MIN_PARTITION_SIZE = 500;
const MAX_PARTITION_SIZE = 20_000;

/** Free reads per day (https://firebase.google.com/docs/firestore/quotas). */
const FREE_READS = 50_000;

/** US dollars per 100,000 further reads in a multi-region (https://firebase.google.com/docs/firestore/pricing). */
const READ_PRICE = 0.06;

interface Plan {
  collection: Collection;
  documents: number;
  /** The partitions of an interrupted run. */
  resumed: Partition[];
}

const program = withTarget(
  command(
    'npm run backfill',
    'Copies the existing documents from Firestore to Postgres under the same version rule as live changes, so it is safe while the app writes and safe to repeat. An interrupted run resumes where it stopped.',
  ),
)
  .addArgument(collectionsArgument())
  .option('--concurrency <number>', 'partitions copied at the same time', positive, 4)
  .option('--dry-run', 'print the number of reads it would bill, and stop')
  .option('--restart', 'start from the beginning even if the last run was interrupted')
  .option('--json', 'print the result as one JSON object on the last line')
  .parse();
const options = program.opts<{ concurrency: number; dryRun?: true; restart?: true; json?: true }>();

await run(async (cleanup) => {
  const { firestore, sql, source } = await openTarget(cleanup, program);
  const reader = new DocumentReader(firestore);
  const checkpoints = new Checkpoints(sql, source);
  const plans = await makePlans(reader, checkpoints);
  const total = plans.reduce((sum, { documents }) => sum + documents, 0);
  const copiedBefore = plans.reduce((sum, { resumed }) => sum + countCopied(resumed), 0);
  printPlans(plans, Math.max(total - copiedBefore, 0));
  if (options.dryRun) return 0;
  await recordCommand(sql, 'backfill');

  const partitions = await makePartitions(reader, checkpoints, plans);
  const writer = new Writer(sql, allCollections, 'backfill');
  const counts: Record<Outcome, number> = { applied: 0, superseded: 0, 'dead-lettered': 0 };
  const bar = progress('Copying', Math.max(total, copiedBefore));
  let copied = copiedBefore;
  bar.update(copied);
  const limit = limitConcurrency(options.concurrency);
  await Promise.all(
    partitions.map((partition) =>
      limit(async () => {
        const pages = copyPartition(reader, writer, partition, (state) => checkpoints.save(state));
        for await (const outcomes of pages) {
          for (const outcome of outcomes) counts[outcome] += 1;
          bar.update((copied += outcomes.length));
        }
      }),
    ),
  );
  bar.stop();
  printResult(copied, counts, reader.billedReads);
  return 0;
});

async function makePlans(reader: DocumentReader, checkpoints: Checkpoints): Promise<Plan[]> {
  const plans: Plan[] = [];
  for (const collection of selectCollections(program.processedArgs[0] as string[])) {
    const { documents } = await reader.count(collection, { after: null, upTo: null });
    const resumed = options.restart ? [] : await checkpoints.readUnfinished(collection);
    plans.push({ collection, documents, resumed });
  }
  return plans;
}

async function makePartitions(
  reader: DocumentReader,
  checkpoints: Checkpoints,
  plans: Plan[],
): Promise<Partition[]> {
  const partitions: Partition[] = [];
  for (const { collection, documents, resumed } of plans) {
    if (resumed.length > 0) {
      partitions.push(...resumed);
      continue;
    }
    const evenSize = documents / (options.concurrency * PARTITIONS_PER_WORKER);
    const size = Math.min(Math.max(evenSize, MIN_PARTITION_SIZE), MAX_PARTITION_SIZE);
    const ranges = await partitionCollection(reader, collection, documents, size);
    partitions.push(...(await checkpoints.start(collection, ranges)));
  }
  return partitions;
}

function countCopied(partitions: Partition[]): number {
  return partitions.reduce((sum, { documents }) => sum + documents, 0);
}

function printPlans(plans: Plan[], reads: number): void {
  const rows = plans.map(({ collection, documents, resumed }) => [
    collection.table,
    { documents, 'already copied': countCopied(resumed) },
  ]);
  console.table(Object.fromEntries(rows));
  const dollars = (Math.max(reads - FREE_READS, 0) / 100_000) * READ_PRICE;
  console.log(
    `Bills about ${reads.toLocaleString('en')} reads; beyond the ${FREE_READS.toLocaleString('en')} free reads a day, that costs about $${dollars.toFixed(2)}.`,
  );
}

function printResult(copied: number, counts: Record<Outcome, number>, billedReads: number): void {
  if (options.json) {
    const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
    console.log(JSON.stringify({ copied, ...counts, billedReads, peakMegabytes }));
    return;
  }
  const deadLettered = counts['dead-lettered'];
  console.log(
    `${String(counts.applied)} applied, ${String(counts.superseded)} already up to date, ${String(deadLettered)} dead-lettered; ${String(billedReads)} reads billed.`,
  );
  if (deadLettered > 0) console.log('Run "npm run dead-letters" to see why documents were dead-lettered.');
}
