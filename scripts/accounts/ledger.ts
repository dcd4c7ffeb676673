import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { exportLedger, parseLedger } from '../../functions/src/accounts/erasure/ledgerFile.ts';
import {
  findBroughtBack,
  replayLedger,
  type IdSource,
} from '../../functions/src/accounts/erasure/replayLedger.ts';
import { run } from '../lib/command.ts';
import { progressLine } from '../lib/progressLine.ts';
import { recordCommand } from '../lib/recordCommand.ts';
import { openDatabase, openTarget } from '../lib/target.ts';
import { idsInFirestore, idsOfAccounts } from './idSources.ts';

/** Ids read between two lines of progress. */
const PROGRESS_IDS = 1000;

/** Adds `accounts ledger` and `accounts replay-ledger`. */
export function addLedger(program: Command): void {
  program
    .command('ledger')
    .description(
      'write who has been erased to a file, by keyed hashes: keep it apart from backups of the database',
    )
    .requiredOption(
      '--out <file>',
      'the file, of JSON lines; one that exists is replaced once it is complete',
    )
    .action(({ out }: { out: string }, self: Command) =>
      run(async (cleanup) => {
        const sql = openDatabase(cleanup, self);
        const lines = await exportLedger(sql);
        await recordCommand(sql, 'accounts ledger', { entries: lines.length });
        const partial = `${out}.partial`;
        cleanup(() => rm(partial, { force: true }));
        await writeFile(partial, lines.map((line) => `${line}\n`).join(''));
        await rename(partial, out);
        console.log(`Wrote ${String(lines.length)} erasures to ${out}.`);
        return 0;
      }),
    );
  program
    .command('replay-ledger')
    .description(
      'keep everybody in a ledger out for good, and erase again whom a restored database, Firestore or Auth has brought back',
    )
    .argument('<file>', 'a ledger that "accounts ledger" has written')
    .option('--dry-run', 'only say how many it would erase again')
    .addHelpText(
      'after',
      `
Reads every document of Firestore that is somebody's (each is billed), and lists all accounts: on a large campus this
takes minutes. May be repeated.`,
    )
    .action((file: string, { dryRun }: { dryRun?: true }, self: Command) =>
      run(async (cleanup) => {
        const entries = parseLedger((await readFile(file, 'utf8')).split('\n'));
        const { sql, firestore } = await openTarget(cleanup, self);
        const detail = { entries: entries.length, dryRun: dryRun === true };
        await recordCommand(sql, 'accounts replay-ledger', detail);
        const sources = [
          counting('Firestore', idsInFirestore(firestore)),
          counting('Accounts', idsOfAccounts()),
        ];
        const found = dryRun
          ? await findBroughtBack(sql, entries, sources)
          : await replayLedger(sql, entries, { sources, now: new Date() });
        progressLine('');
        console.log(
          `Of ${String(entries.length)} erasures, ${String(found.length)} people were brought back. ${dryRun ? NOTHING_DONE : NEXT}`,
        );
        return 0;
      }),
    );
}

const NOTHING_DONE = 'Nothing was changed: without --dry-run, they are kept out again and erased.';

const NEXT =
  'They are kept out again from now on, and erased by the nightly finishErasures, or at once by "npm run jobs -- finishErasures".';

async function* counting(name: string, ids: IdSource): AsyncGenerator<string> {
  let count = 0;
  for await (const id of ids) {
    count += 1;
    if (count % PROGRESS_IDS === 0) progressLine(`${name}: ${String(count)} ids`);
    yield id;
  }
}
