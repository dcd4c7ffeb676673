import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { reopenMonths } from '../functions/src/insights/counting/months.ts';
import { makeReport } from '../functions/src/insights/makeReport.ts';
import { refreshInsights } from '../functions/src/insights/refreshInsights.ts';
import { toCsv } from '../functions/src/insights/report/csv.ts';
import { readReport } from '../functions/src/insights/report/read.ts';
import { runJob, type JobRun } from '../functions/src/platform/job.ts';
import { command, run } from './lib/command.ts';
import { openDatabase, openTarget, withTarget } from './lib/target.ts';

const program = withTarget(
  command(
    'npm run reports',
    'The weekly reports: who is active, who stays, and how the synchronisation fares.',
  ),
).usage('-- <command> [options]');

program
  .command('list', { isDefault: true })
  .description('the weeks there is a report on')
  .action(() =>
    run(async (cleanup) => {
      const sql = openDatabase(cleanup, program);
      const reports = await sql<{ week: string; made_at: Date; figures: number }[]>`
        select week::text, made_at, jsonb_array_length(report) as figures
        from platform_reports order by platform_reports.week desc`;
      if (reports.length === 0) console.log('There is none yet: "npm run reports -- make" makes one.');
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
  .description('writes a report as CSV, with exact figures: mind whom you give it to')
  .argument('[week]', 'the Monday, as 2026-03-09; otherwise the last one')
  .option('--out <file>', 'where to; otherwise to the output')
  .action((week: string | undefined, { out }: { out?: string }) =>
    run(async (cleanup) => {
      const report = await readReport(openDatabase(cleanup, program), week);
      if (report === null) throw new Error('There is no such report: "npm run reports -- list" shows them.');
      const csv = await toCsv(report.figures);
      if (out === undefined) {
        process.stdout.write(csv);
        return 0;
      }
      const file = createWriteStream(out);
      file.end(csv);
      await finished(file);
      console.log(`The report on the week of ${report.week} is in ${out}.`);
      return 0;
    }),
  );

program
  .command('make')
  .description('makes the report on the last week now, if there is none')
  .action(() =>
    run(async (cleanup) =>
      told(
        await runJob(makeReport.definition, {
          sql: openDatabase(cleanup, program),
          now: new Date(),
          firestore: async () => (await openTarget(cleanup, program)).firestore,
        }),
      ),
    ),
  );

program
  .command('recount')
  .description('counts all months again, closed ones too: after a backfill, or a merge of skills')
  .action(() =>
    run(async (cleanup) => {
      const { definition } = refreshInsights;
      const sql = openDatabase(cleanup, program);
      await reopenMonths(sql);
      const firestore = () => Promise.reject(new Error('nothing is read from Firestore'));
      return told(await runJob(definition, { sql, now: new Date(), firestore }));
    }),
  );

await program.parseAsync();

function told({ outcome, rows }: JobRun): number {
  console.log(outcome === 'succeeded' ? `Done: ${String(rows)} rows.` : 'Another run is going on.');
  return outcome === 'succeeded' ? 0 : 1;
}
