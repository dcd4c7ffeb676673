import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { exportLedger, parseLedger } from '../../functions/src/accounts/erasure/ledgerFile.ts';
import { replayLedger } from '../../functions/src/accounts/erasure/replayLedger.ts';
import type { Firestore } from '../../functions/src/platform/firestore.ts';
import { listAccounts } from '../../functions/src/platform/identity/account.ts';
import { run } from '../lib/command.ts';
import { recordCommand } from '../lib/recordCommand.ts';
import { openDatabase, openTarget } from '../lib/target.ts';

/** Adds `accounts ledger` and `accounts replay-ledger`. */
export function addLedger(program: Command): void {
  program
    .command('ledger')
    .description(
      'write who has been erased to a file, by keyed hashes: keep it apart from backups of the database',
    )
    .requiredOption('--out <file>', 'the file, of JSON lines')
    .action(({ out }: { out: string }, self: Command) =>
      run(async (cleanup) => {
        const sql = openDatabase(cleanup, self);
        const lines = await exportLedger(sql);
        await recordCommand(sql, 'accounts ledger', { entries: lines.length });
        await writeFile(out, lines.map((line) => `${line}\n`).join(''));
        console.log(`Wrote ${String(lines.length)} erasures to ${out}.`);
        return 0;
      }),
    );
  program
    .command('replay-ledger')
    .description('erase again whom a restored database, Firestore or Auth has brought back')
    .argument('<file>', 'a ledger that "accounts ledger" has written')
    .action((file: string, _options: object, self: Command) =>
      run(async (cleanup) => {
        const entries = parseLedger((await readFile(file, 'utf8')).split('\n'));
        const { sql, firestore } = await openTarget(cleanup, self);
        await recordCommand(sql, 'accounts replay-ledger', { entries: entries.length });
        const sources = [userDocuments(firestore), accountIds()];
        const found = await replayLedger(sql, entries, { sources, now: new Date() });
        console.log(
          `Of ${String(entries.length)} erasures, ${String(found.length)} people were brought back. They are kept out again from now on, and erased by the nightly finishErasures, or at once by "npm run jobs -- finishErasures".`,
        );
        return 0;
      }),
    );
}

async function* userDocuments(firestore: Firestore): AsyncGenerator<string> {
  // Documents that are missing but have subcollections, too.
  for (const { id } of await firestore.collection('users').listDocuments()) yield id;
}

async function* accountIds(): AsyncGenerator<string> {
  for await (const { uid } of listAccounts()) yield uid;
}
