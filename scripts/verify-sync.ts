import { countDifferences } from '../functions/src/sync/consistency/checkResults.ts';
import { command, positive, run, share, wholeNumber } from './lib/command.ts';
import { collectionsArgument, named, openTarget, withTarget } from './lib/target.ts';
import { unsettled, verify } from './lib/verifyCollections.ts';

const program = withTarget(
  command(
    'npm run verify-sync',
    'Compares Postgres with Firestore: which documents exist, by counts, and the contents of a share of them. Exits with 0 only when nothing differs, or everything that did was repaired.',
  ),
)
  .addArgument(collectionsArgument())
  .option('--full', 'compare the contents of every document: bills one read for each')
  .option('--share <share>', 'share of the documents whose contents are compared, from 0 to 1', share, 1 / 30)
  .option('--repair', 'repair what differs')
  .option('--limit <number>', 'repair at most so many, and nothing when there are more', positive, 1000)
  .option('--settle <seconds>', 'how long a change may take to arrive', wholeNumber, 60)
  .option('--json', 'print the result as one JSON object in the last line')
  .parse();
const options = program.opts<{
  full?: true;
  share: number;
  repair?: true;
  limit: number;
  settle: number;
  json?: true;
}>();

await run(async (cleanup) => {
  const checks = await verify(
    await openTarget(cleanup, program),
    named(program.processedArgs[0] as string[]),
    {
      share: options.full ? 1 : options.share,
      gracePeriodMs: options.settle * 1000,
      repairLimit: options.repair ? options.limit : 0,
    },
  );
  const found = countDifferences(checks);
  const repaired = checks.reduce((sum, one) => sum + one.repaired, 0);
  if (options.json) console.log(JSON.stringify({ found, repaired, checks }));
  else if (!unsettled(checks))
    console.log(found === 0 ? 'Postgres equals Firestore.' : `${String(found)} differed and were repaired.`);
  else if (options.repair)
    console.log(
      `${String(found)} differ, ${String(repaired)} were repaired: --limit allows ${String(options.limit)}.`,
    );
  else console.log(`${String(found)} differ: repair them with --repair.`);
  return unsettled(checks) ? 1 : 0;
});
