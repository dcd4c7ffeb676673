import { command, run } from './lib/command.ts';
import { migrate } from './lib/migrations.ts';
import { givenDatabase } from './lib/target.ts';

const program = command(
  'npm run migrate',
  'Brings the schema of a database up to date with sql/. Safe to run repeatedly and concurrently.',
)
  .option('--database-url <url>', 'the database (default: DATABASE_URL)')
  .parse();

await run(async () => {
  const { url, source } = givenDatabase(program);
  const { applied, dropped } = await migrate(url, { source });
  if (applied.length > 0) console.log(`Applied ${applied.join(', ')}.`);
  if (dropped.length > 0) console.log(`Dropped ${dropped.join(', ')}.`);
  console.log('The schema is up to date.');
  return 0;
});
