import { DocumentReader } from '../functions/src/sync/pipeline/documentReader.ts';
import { allCollections } from '../functions/src/sync/collections/index.ts';
import { command, run } from './lib/command.ts';
import { progress } from './lib/progress.ts';
import { recordCommand } from './lib/recordCommand.ts';
import { openTarget, withTarget } from './lib/target.ts';
import { markImported, type MarkedCollection, type Period } from './mark-imported/markImported.ts';

const program = withTarget(
  command(
    'npm run mark-imported',
    'Marks the documents that Firestore created in a period as imported, so that nothing in them counts as done then: for after a restore or an import into Firestore. Safe while the app writes and safe to repeat; an interrupted run is repeated. Bills a read per document and a write per marked one.',
  ),
)
  .requiredOption('--created-between <times...>', 'start and end of the restore, as RFC 3339')
  .option('--dry-run', 'count what it would mark, and stop')
  .option('--json', 'print the result as one JSON object on the last line')
  .parse();
const options = program.opts<{ createdBetween: string[]; dryRun?: true; json?: true }>();

/** Those whose documents tell when something happened. */
const collections = allCollections.filter(({ columns }) => columns.includes('created_at'));

await run(async (cleanup) => {
  const period = toPeriod(options.createdBetween);
  const { firestore, sql } = await openTarget(cleanup, program);
  if (!options.dryRun) await recordCommand(sql, 'mark-imported');
  const reader = new DocumentReader(firestore);
  let total = 0;
  for (const collection of collections)
    total += (await reader.count(collection, { after: null, upTo: null })).documents;
  const bar = progress(options.dryRun ? 'Counting' : 'Marking', total);
  const results: Record<string, MarkedCollection> = {};
  let done = 0;
  for (const collection of collections) {
    let counts: MarkedCollection = { documents: 0, marked: 0, alreadyMarked: 0 };
    for await (counts of markImported(reader, collection, period, { dryRun: options.dryRun === true }))
      bar.update(done + counts.documents);
    done += counts.documents;
    results[collection.table] = counts;
  }
  bar.stop();
  print(results);
  return 0;
});

/** @throws Error that says what is wrong with the times */
function toPeriod(times: string[]): Period {
  const [from, to] = times.map((time) => new Date(time));
  const isZoned = times.every((time) => /T.*(Z|[+-]\d\d:\d\d)$/.test(time));
  if (times.length !== 2 || !isZoned || from === undefined || to === undefined || !(from <= to)) {
    throw new Error(
      '--created-between takes a start and an end with their time zone, such as 2026-05-03T09:00:00Z 2026-05-03T11:30:00Z.',
    );
  }
  return { from, to };
}

function print(results: Record<string, MarkedCollection>): void {
  if (options.json) {
    console.log(JSON.stringify(results));
    return;
  }
  const marked = options.dryRun ? 'would be marked' : 'marked';
  const rows = Object.entries(results).map(([table, counts]) => [
    table,
    { documents: counts.documents, [marked]: counts.marked, 'marked before': counts.alreadyMarked },
  ]);
  console.table(Object.fromEntries(rows));
}
