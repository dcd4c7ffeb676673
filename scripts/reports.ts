import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { InvalidArgumentError } from 'commander';
import { reopenMonths } from '../functions/src/insights/aggregation/aggregateMonths.ts';
import { makeReport } from '../functions/src/insights/makeReport.ts';
import { refreshInsights } from '../functions/src/insights/refreshInsights.ts';
import { toCsv } from '../functions/src/insights/report/reportCsv.ts';
import { noReport, readWeeklyReport } from '../functions/src/insights/report/weeklyReport.ts';
import { runJob, type JobRun } from '../functions/src/platform/job.ts';
import { command, run } from './lib/command.ts';
import { recordCommand } from './lib/recordCommand.ts';
import { openDatabase, openTarget, withTarget } from './lib/target.ts';

const program = withTarget(
  command(
    'npm run reports',
    'Lists, exports and makes the weekly reports on activity, retention and the sync.',
  ),
).usage('-- <command> [options]');

program
  .command('list', { isDefault: true })
  .description('lists the weeks that have a report')
  .action(() =>
    run(async (cleanup) => {
      const sql = openDatabase(cleanup, program);
      const reports = await sql<{ week: string; made_at: Date; figures: number }[]>`
        select week::text, made_at, jsonb_array_length(report) as figures
        from platform_reports order by platform_reports.week desc`;
      if (reports.length === 0) console.log('There are no reports yet: "npm run reports -- make" makes one.');
      else
        console.table(
          Object.fromEntries(
            reports.map(({ week, made_at, figures }) => [week, { made: made_at.toISOString(), figures }]),
          ),
        );
      return 0;
    }),
  );

program
  .command('csv')
  .description('exports a report as CSV with exact counts: do not pass it on to non-administrators')
  .argument('[week]', 'the Monday of the week, such as 2026-03-09 (default: the latest)', day)
  .option('--out <file>', 'output file (default: standard output)')
  .action((week: string | undefined, { out }: { out?: string }) =>
    run(async (cleanup) => {
      const sql = openDatabase(cleanup, program);
      const report = await readWeeklyReport(sql, week);
      if (report === null) {
        const problem = week === undefined ? 'There is no report yet.' : noReport(week).message;
        throw new Error(`${problem} "npm run reports -- list" lists the reports.`);
      }
      await recordCommand(sql, 'reports csv', { week: report.week });
      const csv = await toCsv(report.figures);
      if (out === undefined) {
        process.stdout.write(csv);
        return 0;
      }
      const file = createWriteStream(out);
      file.end(csv);
      await finished(file);
      console.log(`Wrote the report on the week of ${report.week} to ${out}.`);
      return 0;
    }),
  );

program
  .command('make')
  .description('makes the report on last week now, unless there is one')
  .action(() =>
    run(async (cleanup) => {
      const sql = openDatabase(cleanup, program);
      await recordCommand(sql, 'reports make');
      const firestore = async () => (await openTarget(cleanup, program)).firestore;
      return toExitCode(await runJob(makeReport.definition, { sql, now: new Date(), firestore }));
    }),
  );

program
  .command('recount')
  .description('recounts all months, including closed ones; run it after a backfill or a skill merge')
  .action(() =>
    run(async (cleanup) => {
      const { definition } = refreshInsights;
      const sql = openDatabase(cleanup, program);
      await recordCommand(sql, 'reports recount');
      await reopenMonths(sql);
      const firestore = () => Promise.reject(new Error('recount does not read Firestore'));
      return toExitCode(await runJob(definition, { sql, now: new Date(), firestore }));
    }),
  );

await program.parseAsync();

function day(text: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(text))) {
    throw new InvalidArgumentError('Give a day such as 2026-03-09.');
  }
  return text;
}

function toExitCode({ outcome, rows }: JobRun): number {
  console.log(
    outcome === 'succeeded' ? `Done: ${String(rows)} rows.` : 'Skipped: another run is in progress.',
  );
  return outcome === 'succeeded' ? 0 : 1;
}
