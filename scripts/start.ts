import { runNight } from './jobs/runNight.ts';
import { command, day, positive, run, wholeNumber } from './lib/command.ts';
import { Timings } from './lib/timings.ts';
import { moveClock } from './local/clock.ts';
import { startSchedules } from './local/schedules.ts';
import { startSystem } from './local/system.ts';
import { askAsStudent } from './sample/askAsStudent.ts';
import { emptyTables, refuseForeignData } from './sample/database.ts';
import { instructions } from './sample/instructions.ts';
import { loadSample } from './sample/loadSample.ts';

const program = command(
  'npm start',
  `Runs the whole system on this machine: Postgres, Redis, the Firebase emulators with the built functions, and stand-ins for Cloudinary and Cloud Storage. Then writes a sample campus to Firestore, waits until it has arrived in Postgres, runs the jobs of the night, and asks for one student what the app would show.

Set DATABASE_URL to use that database instead of an embedded one.`,
)
  .option(
    '--once',
    'exit after the answers: 0 if Postgres equals Firestore, every job succeeded and every answer has something to say, otherwise 1',
  )
  .option('--students <count>', 'number of students on the sample campus', positive, 320)
  .option(
    '--today <date>',
    'the day that the campus, the functions and the jobs live on (YYYY-MM-DD); jobs then run only once',
    day,
  )
  .option('--seed <number>', 'a different seed gives a different campus of the same kind', wholeNumber, 1)
  .option('--port-offset <number>', 'add this to every port', wholeNumber, 0)
  .option('--reset', 'empty the synchronised tables of DATABASE_URL first')
  .option('--timings', 'print how long each step took')
  .parse();
const options = program.opts<{
  once?: true;
  students: number;
  today?: string;
  seed: number;
  portOffset: number;
  reset?: true;
  timings?: true;
}>();

if (options.today !== undefined) moveClock(options.today);

await run(async (cleanup) => {
  const timings = new Timings();
  const system = await startSystem(cleanup, timings, {
    portOffset: options.portOffset,
    async prepareDatabase(sql) {
      if (options.reset) await emptyTables(sql);
      await refuseForeignData(sql);
    },
  });
  const sample = await loadSample(system, timings, options);
  const jobContext = { sql: system.sql, firestore: () => Promise.resolve(system.firestore) };
  const hasNight = await timings.step('Running the night', () => runNight(jobContext));
  const hasAnswers = await timings.step('Asking as a student', () =>
    askAsStudent(cleanup, { portOffset: options.portOffset, student: sample.student }),
  );
  if (options.timings) console.log(`\n${timings.toString()}`);
  if (options.once) return sample.isComplete && hasNight && hasAnswers ? 0 : 1;

  // On another day the jobs would take the sync's real times for a long delay.
  if (options.today === undefined) startSchedules(cleanup, jobContext);
  console.log(instructions(system, sample, options.portOffset));
  throw new Error(`${await system.emulators.ended}, so the system is down. Run "npm start" again.`);
});
