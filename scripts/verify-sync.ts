import { countDifferences } from '../functions/src/sync/consistency/checkResults.ts';
import { countDeadLetters } from '../functions/src/sync/deadLetters/selection.ts';
import { command, positive, run, share, wholeNumber } from './lib/command.ts';
import { recordCommand } from './lib/recordCommand.ts';
import { collectionsArgument, openTarget, selectCollections, withTarget } from './lib/target.ts';
import { hasUnrepaired, verifyCollections } from './lib/verifyCollections.ts';

const program = withTarget(
  command(
    'npm run verify-sync',
    'Compares Postgres with Firestore: which documents exist, by counting, and the contents of a share of them. Exits with 0 only if nothing differs or every difference was repaired.',
  ),
)
  .addArgument(collectionsArgument())
  .option('--full', 'compare the contents of every document; bills one read per document')
  .option('--share <share>', 'share of the documents whose contents are compared, from 0 to 1', share, 1 / 30)
  .option('--repair', 'repair differences')
  .option(
    '--limit <number>',
    'maximum number of repairs; if more differ, nothing is repaired',
    positive,
    1000,
  )
  .option('--grace <seconds>', 'time that a change may take to arrive', wholeNumber, 60)
  .option('--json', 'print the result as one JSON object on the last line')
  .parse();
const options = program.opts<{
  full?: true;
  share: number;
  repair?: true;
  limit: number;
  grace: number;
  json?: true;
}>();

await run(async (cleanup) => {
  const target = await openTarget(cleanup, program);
  if (options.repair) await recordCommand(target.sql, 'verify-sync --repair');
  const checks = await verifyCollections(target, selectCollections(program.processedArgs[0] as string[]), {
    share: options.full ? 1 : options.share,
    gracePeriodMs: options.grace * 1000,
    repairLimit: options.repair ? options.limit : 0,
  });
  const found = countDifferences(checks);
  const repaired = checks.reduce((sum, check) => sum + check.repaired, 0);
  const isConsistent = !hasUnrepaired(checks);
  const deadLetters = await countDeadLetters(target.sql, { by: 'all' });
  if (options.json) console.log(JSON.stringify({ found, repaired, deadLetters, checks }));
  else console.log(summary(found, repaired, isConsistent, deadLetters));
  return isConsistent ? 0 : 1;
});

function summary(found: number, repaired: number, isConsistent: boolean, deadLetters: number): string {
  if (isConsistent && deadLetters > 0) {
    const documents = deadLetters === 1 ? 'of one document' : `of ${String(deadLetters)} documents`;
    return `Postgres equals Firestore except for the newest state ${documents} that cannot be applied: "npm run dead-letters" says why.`;
  }
  if (isConsistent) {
    return found === 0
      ? 'Postgres equals Firestore.'
      : `${String(found)} documents differed and were repaired.`;
  }
  if (!options.repair) return `${String(found)} documents differ: pass --repair to repair them.`;
  const limit = String(options.limit);
  return `${String(found)} documents differ, ${String(repaired)} were repaired: raise --limit (now ${limit}) to repair more.`;
}
