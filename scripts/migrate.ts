import { command, run } from './lib/command.ts';
import { migrate } from './lib/migrations.ts';

const program = command(
  'npm run migrate',
  'Brings a database to the newest schema (sql/). Safe to run again, and by several at once.',
)
  .option('--database-url <url>', 'the database; otherwise DATABASE_URL')
  .parse();
const { databaseUrl = process.env['DATABASE_URL'] } = program.opts<{ databaseUrl?: string }>();

await run(async () => {
  if (!databaseUrl) throw new Error('No database: set DATABASE_URL, or pass --database-url postgres://…');
  const applied = await migrate(databaseUrl);
  console.log(applied.length === 0 ? 'The schema is up to date.' : `Applied ${applied.join(', ')}.`);
  return 0;
});
