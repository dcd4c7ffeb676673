import { addVerifyErasure } from './accounts/verifyErasure.ts';
import { command } from './lib/command.ts';
import { withTarget } from './lib/target.ts';

const program = withTarget(
  command('npm run accounts', 'Erases the accounts of people, and searches for what is left of them.'),
).usage('-- <command> [options]');

addVerifyErasure(program);

await program.parseAsync();
