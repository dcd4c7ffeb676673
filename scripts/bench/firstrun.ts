import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Sql } from '../../functions/src/platform/postgres.ts';
import { judgeAnswers, pickStudents } from '../answers/judgeAnswers.ts';
import { askAs, connectClient } from '../ask/client.ts';
import type { Cleanup } from '../lib/command.ts';
import { ROOT } from '../lib/root.ts';
import { startProgram, type Program } from '../local/childProcess.ts';

/** Ports that leave a running system alone. */
const PORT_OFFSET = 9000;

const STUDENTS = 20;
const SEED = 1;

const TIMEOUT_MS = 15 * 60_000;

/**
 * What somebody sees who runs `npm start` for the first time: how long the first answer takes, with packages installed,
 * and how many of the answers to twenty students say something about them. Prints what an answer states that is false.
 */
export async function measure(cleanup: Cleanup): Promise<Record<string, number>> {
  const started = performance.now();
  const system = startProgram(process.execPath, [
    join(ROOT, 'scripts/run.mjs'),
    ...['start', '--timings', '--port-offset', String(PORT_OFFSET)],
  ]);
  cleanup(system.stop);
  await awaitOutput(system, /\(similarStudents\)/);
  const answerSeconds = (performance.now() - started) / 1000;
  await awaitOutput(system, /The system is running/);
  const databaseUrl = /DATABASE_URL=(postgres:\S+)/.exec(system.output())?.[1];
  if (databaseUrl === undefined) throw new Error('npm start did not print its DATABASE_URL');
  const sql = connect(databaseUrl);
  cleanup(() => sql.end({ timeout: 5 }));
  const client = await connectClient(cleanup, { region: 'us-central1', portOffset: PORT_OFFSET });
  const verdict = await judgeAnswers({ sql, now: new Date() }, await pickStudents(sql, STUDENTS, SEED), {
    ask: (callable, uid, input) => askAs(client, uid, callable, input),
    admin: await findAdmin(sql),
  });
  console.log(timingsIn(system.output()));
  for (const problem of verdict.problems) console.log(problem);
  console.log(
    `${String(verdict.personal)} of ${String(verdict.asked)} answers say something about the student; of ${String(verdict.claims)} statements, ${String(verdict.problems.length)} are false. Empty: ${JSON.stringify(verdict.empty)}`,
  );
  return {
    answer_s: answerSeconds,
    nonempty_share: verdict.personal / verdict.asked,
    false_statements: verdict.problems.length,
  };
}

async function awaitOutput({ output, ended }: Program, expected: RegExp): Promise<void> {
  const deadline = performance.now() + TIMEOUT_MS;
  while (!expected.test(output())) {
    const ending = await Promise.race([ended, sleep(100, null)]);
    if (ending !== null || performance.now() > deadline) {
      throw new Error(`npm start did not get as far as ${String(expected)}:\n${output()}`);
    }
  }
}

async function findAdmin(sql: Sql): Promise<string> {
  const [admin] = await sql<{ id: string }[]>`select id from users where role = 'admin' and live limit 1`;
  if (admin === undefined) throw new Error('the sample campus has no administrator');
  return admin.id;
}

function timingsIn(output: string): string {
  return /^Starting Redis.*\d s\n[^]*?^From the start.*$/m.exec(output)?.[0] ?? '';
}
