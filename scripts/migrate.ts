import { InvalidArgumentError } from 'commander';
import { command, run } from './lib/command.ts';
import { migrate } from './lib/migrations.ts';
import { givenDatabase } from './lib/target.ts';
import { APP_ROLE, connectionStringFor, createAppRole, dropAppRole } from './migrate/appRole.ts';

const program = command(
  'npm run migrate',
  'Brings the schema of a database up to date with sql/, as the owner of its tables. Safe to run repeatedly and concurrently.',
)
  .option('--database-url <url>', 'the database, as its owner (default: MIGRATION_DATABASE_URL)')
  .option(
    '--create-app-role [name]',
    `then create the role that the functions log in as (default name: ${APP_ROLE}) and print its connection string, or bring its rights up to date`,
    roleName,
  )
  .option('--drop-app-role <name>', 'then remove a role that --create-app-role created', roleName)
  .parse();
const options = program.opts<{ createAppRole?: string | true; dropAppRole?: string }>();

await run(async () => {
  const database = givenDatabase(program, 'MIGRATION_DATABASE_URL');
  const { applied, dropped } = await migrate(database.url, { source: database.source });
  if (applied.length > 0) console.log(`Applied ${applied.join(', ')}.`);
  if (dropped.length > 0) console.log(`Dropped ${dropped.join(', ')}.`);
  console.log('The schema is up to date.');
  if (options.createAppRole !== undefined) {
    await create(database, options.createAppRole === true ? APP_ROLE : options.createAppRole);
  }
  if (options.dropAppRole !== undefined) {
    await dropAppRole(database, options.dropAppRole);
    console.log(`Removed the role ${options.dropAppRole}.`);
  }
  return 0;
});

async function create(database: { url: string; source: string }, role: string): Promise<void> {
  const password = await createAppRole(database, role);
  if (password === null) {
    console.log(
      `The role ${role} exists. Its rights are up to date, and its password is the same as before.`,
    );
    return;
  }
  console.log(`Created the role ${role}, which reads and writes rows and can do nothing else. Set the secret DATABASE_URL to its
connection string, which is shown only now:

${connectionStringFor(database.url, role, password)}
`);
}

function roleName(text: string): string {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(text)) {
    throw new InvalidArgumentError(
      'It must consist of lower-case letters, digits and _, and begin with a letter.',
    );
  }
  return text;
}
