import { limitConcurrency } from '../functions/src/platform/concurrency.ts';
import type { Collection } from '../functions/src/platform/documents/collection.ts';
import type { Outcome } from '../functions/src/sync/pipeline/outcomes.ts';
import { DocumentReader } from '../functions/src/sync/pipeline/documentReader.ts';
import { Writer } from '../functions/src/sync/pipeline/writer.ts';
import { Checkpoints, type Partition } from './backfill/checkpoints.ts';
import { copy } from './backfill/copyPartition.ts';
import { partitions } from './backfill/partitionCollection.ts';
import { command, positive, run } from './lib/command.ts';
import { progress } from './lib/progress.ts';
import { collectionsArgument, named, openTarget, withTarget } from './lib/target.ts';

/** Parts that each worker gets about, so that all have work until the end. */
const PARTS_PER_WORKER = 4;
const MIN_PART = 500;
const MAX_PART = 20_000;

/** Reads that Firestore gives away each day (https://firebase.google.com/docs/firestore/quotas). */
const FREE_READS = 50_000;

/** Dollars for 100,000 reads in a multi-region, beyond those (https://firebase.google.com/docs/firestore/pricing). */
const PRICE = 0.06;

const program = withTarget(
  command(
    'npm run backfill',
    'Copies the documents that Firestore already has into Postgres, under the same version rule as live changes: safe while the app writes, safe to run twice. A run that was killed goes on where it was.',
  ),
)
  .addArgument(collectionsArgument())
  .option('--concurrency <number>', 'parts that are copied at the same time', positive, 4)
  .option('--dry-run', 'print how many reads it would bill, and stop')
  .option('--restart', 'start from the beginning, also when the last run was killed')
  .option('--json', 'print the result as one JSON object in the last line')
  .parse();
const options = program.opts<{ concurrency: number; dryRun?: true; restart?: true; json?: true }>();

await run(async (cleanup) => {
  const { firestore, sql, source } = await openTarget(cleanup, program);
  const reader = new DocumentReader(firestore);
  const checkpoints = new Checkpoints(sql, source);
  const plans: { collection: Collection; documents: number; resumed: Partition[] }[] = [];
  for (const collection of named(program.processedArgs[0] as string[])) {
    const { documents } = await reader.count(collection, { after: null, upTo: null });
    const resumed = options.restart ? [] : await checkpoints.unfinished(collection);
    plans.push({ collection, documents, resumed });
  }
  const total = plans.reduce((sum, { documents }) => sum + documents, 0);
  const done = plans.reduce(
    (sum, { resumed }) => sum + resumed.reduce((all, { documents }) => all + documents, 0),
    0,
  );
  print(plans, Math.max(total - done, 0));
  if (options.dryRun) return 0;

  const parts: Partition[] = [];
  for (const { collection, documents, resumed } of plans) {
    const size = Math.min(Math.max(documents / (options.concurrency * PARTS_PER_WORKER), MIN_PART), MAX_PART);
    const cut = async (): Promise<Partition[]> =>
      checkpoints.start(collection, await partitions(reader, collection, documents, size));
    parts.push(...(resumed.length > 0 ? resumed : await cut()));
  }

  const writer = new Writer(sql, named([]), 'backfill');
  const counts: Record<Outcome, number> = { applied: 0, superseded: 0, 'dead-lettered': 0 };
  const bar = progress('Copying', Math.max(total, done));
  let copied = done;
  bar.update(copied);
  const limit = limitConcurrency(options.concurrency);
  await Promise.all(
    parts.map((part) =>
      limit(async () => {
        for await (const outcomes of copy(reader, writer, part, (state) => checkpoints.save(state))) {
          for (const outcome of outcomes) counts[outcome] += 1;
          bar.update((copied += outcomes.length));
        }
      }),
    ),
  );
  bar.stop();
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  const result = { copied, ...counts, billedReads: reader.billedReads, peakMegabytes };
  if (options.json) console.log(JSON.stringify(result));
  else {
    console.log(
      `${String(counts.applied)} applied, ${String(counts.superseded)} were there already or newer, ${String(counts['dead-lettered'])} dead letters; ${String(reader.billedReads)} reads billed.`,
    );
    if (counts['dead-lettered'] > 0) console.log('"npm run dead-letters" says what is wrong with those.');
  }
  return 0;
});

function print(
  plans: { collection: Collection; documents: number; resumed: Partition[] }[],
  reads: number,
): void {
  console.table(
    Object.fromEntries(
      plans.map(({ collection, documents, resumed }) => [
        collection.table,
        { documents, 'copied before': resumed.reduce((sum, part) => sum + part.documents, 0) },
      ]),
    ),
  );
  const dollars = (Math.max(reads - FREE_READS, 0) / 100_000) * PRICE;
  console.log(
    `About ${reads.toLocaleString('en')} reads will be billed: ${String(FREE_READS / 1000)},000 a day are free, the rest costs about $${dollars.toFixed(2)}.`,
  );
}
