import { addErase } from './accounts/erase.ts';
import { addLedger } from './accounts/ledger.ts';
import { addExport } from './accounts/export.ts';
import { addStatus } from './accounts/status.ts';
import { addVerifyErasure } from './accounts/verifyErasure.ts';
import { addWithdraw } from './accounts/withdraw.ts';
import { command } from './lib/command.ts';
import { withTarget } from './lib/target.ts';

const program = withTarget(
  command(
    'npm run accounts',
    'Writes the archives of people, erases them from every store, shows how far that is, and searches for what is left of them. What it does is recorded.',
  ),
)
  .usage('-- <command> [options]')
  .addHelpText(
    'after',
    `
Set ERASURE_KEY to the secret of the functions: with another one, nobody would be found in the ledger of erasures.`,
  );

addExport(program);
addErase(program);
addWithdraw(program);
addStatus(program);
addLedger(program);
addVerifyErasure(program);

await program.parseAsync();
