import { InvalidArgumentError } from 'commander';
import { recomputeScores } from '../functions/src/engagement/score/recomputeScores.ts';
import { command, run } from './lib/command.ts';
import { openDatabase } from './lib/target.ts';

const FIRST_DAY = '2000-01-01';

const program = command(
  'npm run engagement',
  'Brings the engagement scores up to date, as every night. With a date or a period, these days are computed again from the documents, whether anything has changed or not, and so is what follows from them.',
)
  .option('--database-url <url>', 'the Postgres database; otherwise DATABASE_URL')
  .option('--date <day>', 'one day, as 2026-03-01 (UTC)', day)
  .option('--from <day>', 'the first day; otherwise the first there is', day)
  .option('--to <day>', 'the last day; otherwise today', day)
  .parse();
const options = program.opts<{ date?: string; from?: string; to?: string }>();
const now = new Date();
const today = now.toISOString().slice(0, 10);
const { from, to } =
  options.date === undefined
    ? { from: options.from ?? FIRST_DAY, to: options.to ?? today }
    : { from: options.date, to: options.date };
if (options.date !== undefined && (options.from ?? options.to) !== undefined) {
  program.error('error: --date is a period of its own: leave --from and --to out');
}
if (from > to) program.error('error: --from is after --to');
if (to > today) program.error('error: there are no scores of days to come');

await run(async (cleanup) => {
  const sql = openDatabase(cleanup, program);
  const started = performance.now();
  const again = Object.values(options).length > 0 ? { from, to } : undefined;
  const rows = await recomputeScores(sql, now, again);
  if (rows === null) {
    console.log('Another run is going on: this one did nothing.');
    return 1;
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${rows.toLocaleString('en')} rows written in ${seconds} s.`);
  return 0;
});

function day(text: string): string {
  const time = new Date(text);
  const valid =
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
  if (!valid || text < FIRST_DAY) throw new InvalidArgumentError('It must be a day, as 2026-03-01.');
  return text;
}
