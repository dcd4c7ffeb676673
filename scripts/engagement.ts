import { InvalidArgumentError } from 'commander';
import { recomputeScores } from '../functions/src/engagement/score/recomputeScores.ts';
import { campusDay } from '../functions/src/platform/campusTime.ts';
import { command, day, run } from './lib/command.ts';
import { recordCommand } from './lib/recordCommand.ts';
import { openDatabase } from './lib/target.ts';

const FIRST_DAY = '2000-01-01';

const program = command(
  'npm run engagement',
  'Brings engagement scores up to date, like the nightly job. With a date or a period, recomputes these days from the documents whether anything has changed or not, and everything that follows from them.',
)
  .option('--database-url <url>', 'the Postgres database (default: DATABASE_URL)')
  .option('--date <day>', 'a single day, such as 2026-03-01', dayOfEngagement)
  .option('--from <day>', 'the first day (default: the first with data)', dayOfEngagement)
  .option('--to <day>', 'the last day (default: today)', dayOfEngagement)
  .parse();
const options = program.opts<{ date?: string; from?: string; to?: string }>();
const now = new Date();
const today = campusDay(now);
const { from, to } =
  options.date === undefined
    ? { from: options.from ?? FIRST_DAY, to: options.to ?? today }
    : { from: options.date, to: options.date };
if (options.date !== undefined && (options.from ?? options.to) !== undefined) {
  program.error('error: --date cannot be combined with --from or --to');
}
if (from > to) program.error('error: --from is after --to');
if (to > today) program.error('error: --to is in the future: scores are computed through today at most');

await run(async (cleanup) => {
  const sql = openDatabase(cleanup, program);
  await recordCommand(sql, 'engagement', { from, to });
  const started = performance.now();
  const forced = Object.values(options).length > 0 ? { from, to } : undefined;
  const rows = await recomputeScores(sql, now, forced);
  if (rows === null) {
    console.log(
      'Another run is in progress: this one did nothing. See "npm run jobs", and try again when it has finished.',
    );
    return 1;
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${rows.toLocaleString('en')} rows written in ${seconds} s.`);
  return 0;
});

function dayOfEngagement(text: string): string {
  if (day(text) < FIRST_DAY) throw new InvalidArgumentError(`It must be a day from ${FIRST_DAY} on.`);
  return text;
}
