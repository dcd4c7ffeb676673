import { Argument, type Command } from 'commander';
import { assignRights } from '../functions/src/accounts/roles/assignRights.ts';
import { gainsRights, isStaff, rightsOf, type Rights } from '../functions/src/accounts/roles/rights.ts';
import { accounts } from '../functions/src/platform/identity/account.ts';
import { ROLES, type Role } from '../functions/src/platform/identity/caller.ts';
import { findAccount, listStaff } from './admin/accounts.ts';
import { operatorName } from './admin/operator.ts';
import { command, run, type Cleanup } from './lib/command.ts';
import { recordCommand } from './lib/recordCommand.ts';
import { openDatabase, openSource, withProject } from './lib/target.ts';

const program = withProject(
  command(
    'npm run admin',
    'Gives people roles, and takes them away: the first administrator of a project, and whenever no administrator can. Administrators themselves use the callable setUserRole.',
  ),
)
  .usage('-- <command> [options]')
  .option('--database-url <url>', 'the Postgres database, which keeps the record (default: DATABASE_URL)');

program
  .command('grant')
  .description('give somebody a role in place of the one they had')
  .argument('<person>', 'id or e-mail address of an account')
  .addArgument(new Argument('<role>', 'the role').choices(ROLES))
  .option('--department <names...>', 'departments that faculty look after, or an administrator’s own')
  .action((person: string, role: Role, { department = [] }: { department?: string[] }, self: Command) =>
    assign(person, { role, departments: department }, self),
  );

program
  .command('revoke')
  .description('take every role away; tokens that have it are refused from now on')
  .argument('<person>', 'id or e-mail address of an account')
  .action((person: string, _options: object, self: Command) =>
    assign(person, { role: 'student', departments: [] }, self),
  );

program
  .command('list')
  .description('list administrators and faculty, with the departments they look after')
  .option('--json', 'print one JSON array')
  .action((options: { json?: true }, self: Command) =>
    run(async (cleanup) => {
      await openProject(cleanup, self);
      const staff = await listStaff();
      if (options.json) console.log(JSON.stringify(staff));
      else if (staff.length === 0) console.log('Nobody has a role yet: npm run admin -- grant PERSON admin');
      else console.table(staff);
      return 0;
    }),
  );

program
  .command('whoami')
  .description('say with whose credentials this runs, on which project, and whether they may set roles')
  .action((_options: object, self: Command) =>
    run(async (cleanup) => {
      const { source } = await openProject(cleanup, self);
      const project = source.split('/')[1] ?? '';
      console.log(`${await operatorName()}, on the project ${project}`);
      await accounts().listUsers(1);
      if (!process.env['FIREBASE_AUTH_EMULATOR_HOST'])
        console.log('May look up accounts. Setting roles also takes roles/firebaseauth.admin.');
      return 0;
    }),
  );

await program.parseAsync();

/** @throws Error when one of the two would be the emulator's and the other a real one */
async function openProject(cleanup: Cleanup, self: Command): ReturnType<typeof openSource> {
  const { FIRESTORE_EMULATOR_HOST: documents, FIREBASE_AUTH_EMULATOR_HOST: accountsHost } = process.env;
  if (Boolean(documents) !== Boolean(accountsHost)) {
    throw new Error(
      'Set both FIRESTORE_EMULATOR_HOST and FIREBASE_AUTH_EMULATOR_HOST, or neither: accounts and documents belong together.',
    );
  }
  return openSource(cleanup, self);
}

function inWords({ role, departments }: Rights): string {
  return departments.length === 0 ? role : `${role} of ${departments.join(', ')}`;
}

function assign(person: string, wanted: Rights, self: Command): Promise<never> {
  return run(async (cleanup) => {
    if (wanted.departments.length > 0 && !isStaff(wanted))
      throw new Error('Only faculty and administrators have departments: leave out --department.');
    const sql = openDatabase(cleanup, self);
    const { firestore } = await openProject(cleanup, self);
    const { uid, name, customClaims } = await findAccount(person);
    const before = rightsOf(customClaims);
    await recordCommand(sql, `admin ${self.name()}`, { people: [uid], ...wanted });
    const after = await assignRights(firestore, uid, wanted);
    console.log(`${name} (${uid}): ${inWords(before)} → ${inWords(after)}`);
    console.log(
      gainsRights(before, after)
        ? 'This counts from their next token on: the app fetches one within the hour, or when they sign in.'
        : 'They are signed out within the hour; calls that need the old rights refuse their tokens from now on.',
    );
    return 0;
  });
}
