import { command, run } from './lib/command.ts';
import { migrate } from './lib/migrations.ts';

const program = command(
  'npm run migrate',
  'Brings the schema of a database up to date with sql/. Safe to run repeatedly and concurrently.',
)
  .option('--database-url <url>', 'the database (default: DATABASE_URL)')
  .parse();
const { databaseUrl = process.env['DATABASE_URL'] } = program.opts<{ databaseUrl?: string }>();

await run(async () => {
  if (!databaseUrl)
    throw new Error('No database given. Set DATABASE_URL or pass --database-url postgres://…');
  const { applied, dropped } = await migrate(databaseUrl);
  if (applied.length > 0) console.log(`Applied ${applied.join(', ')}.`);
  if (dropped.length > 0) console.log(`Dropped ${dropped.join(', ')}.`);
  console.log('The schema is up to date.');
  return 0;
});
