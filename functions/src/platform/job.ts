import { logger } from './logger.ts';
import { onSchedule, type ScheduleFunction, type ScheduleOptions } from 'firebase-functions/scheduler';
import { databaseUrl, firestoreDatabase, functionsRegion } from './config.ts';
import { firestore, type Firestore } from './firestore.ts';
import { withLock } from './locks.ts';
import { database, redactError, type Sql } from './postgres.ts';

/** What a job works on. */
export interface JobContext {
  sql: Sql;
  now: Date;
  /** Opened for those who need it. */
  firestore: () => Promise<Firestore>;
}

export interface JobDefinition {
  /** As it is deployed. */
  name: string;
  /** What it does, in a few words. */
  does: string;
  /** When it runs, in UTC, as Cloud Scheduler takes it. */
  schedule: string;
  /** Hours since the last run that succeeded began, after which operators hear of it. */
  deadlineHours: number;
  options: Pick<ScheduleOptions, 'timeoutSeconds' | 'memory' | 'secrets'>;
  /**
   * The work: done twice, or again after it was killed in the middle, it leaves what it leaves when done once.
   *
   * @returns how many rows it wrote or, if it only looks, looked at; null when something else was doing the same.
   */
  run: (context: JobContext) => Promise<number | null>;
}

/** A deployed job, with the definition that tools and tests run directly. */
export type Job = ScheduleFunction & { definition: JobDefinition };

/** What became of a run. */
export interface JobRun {
  /** `skipped`: the one before was still going on, or something else was doing the same. */
  outcome: 'succeeded' | 'skipped';
  rows: number | null;
}

/** A scheduled function, whose runs are recorded in `job_runs`, and never overlap. */
export function job(definition: JobDefinition): Job {
  const { schedule, options } = definition;
  const deployed = onSchedule(
    {
      schedule,
      timeZone: 'Etc/UTC',
      region: functionsRegion,
      secrets: [databaseUrl],
      maxInstances: 1,
      ...options,
    },
    async () => {
      await runJob(definition, {
        sql: database(),
        now: new Date(),
        firestore: () => Promise.resolve(firestore(firestoreDatabase.value())),
      });
    },
  );
  return Object.assign(deployed, { definition });
}

/**
 * Runs a job now and records the run in `job_runs`. If the job is already running anywhere, only records that this
 * run was skipped.
 *
 * A run holds a lock that ends with its connection, so a job that was killed can be restarted at once.
 *
 * @throws whatever the job throws.
 */
export async function runJob(definition: JobDefinition, context: JobContext): Promise<JobRun> {
  const { name } = definition;
  const started = performance.now();
  const run = await withLock(context.sql, ['job', name], async (lock) => {
    // This transaction only holds the lock: it must not be closed as one that a client forgot.
    await lock`select set_config('idle_in_transaction_session_timeout', '0', true)`;
    return recordRun(definition, context);
  });
  const milliseconds = Math.round(performance.now() - started);
  if (run !== null && 'error' in run) {
    logger.error('a job failed', { job: name, milliseconds, ...redactError(run.error) });
    throw run.error;
  }
  if (run === null) await recordSkip(context.sql, name);
  const { outcome, rows } = run ?? SKIPPED;
  logger.info('job', { job: name, outcome, rows, milliseconds });
  return { outcome, rows };
}

const SKIPPED: JobRun = { outcome: 'skipped', rows: null };

/**
 * Runs a job and records the start, the end and the outcome. Resolves to the error of a job that failed: the
 * transaction that holds the lock would take a connection that the job lost for its own.
 */
async function recordRun(
  { name, run }: JobDefinition,
  context: JobContext,
): Promise<JobRun | { error: unknown }> {
  const { sql } = context;
  const id = await recordStart(sql, name);
  try {
    const rows = await run(context);
    const outcome = rows === null ? 'skipped' : 'succeeded';
    await sql`
      update job_runs set outcome = ${outcome}, finished_at = clock_timestamp(), rows = ${rows}::bigint
      where id = ${id}`;
    return { outcome, rows };
  } catch (error) {
    await recordFailure(sql, id, error).catch((second: unknown) => {
      logger.error('a failure could not be recorded', { job: name, ...redactError(second) });
    });
    return { error };
  }
}

async function recordSkip(sql: Sql, name: string): Promise<void> {
  await sql`
    insert into job_runs (job, started_at, finished_at, outcome)
    values (${name}, clock_timestamp(), clock_timestamp(), 'skipped')`;
}

/** Also marks an unfinished run as killed: its lock is free, so its process is gone. */
async function recordStart(sql: Sql, name: string): Promise<string> {
  await sql`
    update job_runs set outcome = 'killed', finished_at = clock_timestamp()
    where job = ${name} and outcome = 'running'`;
  const [row] = await sql<{ id: string }[]>`
    insert into job_runs (job, started_at, outcome) values (${name}, clock_timestamp(), 'running') returning id`;
  if (row === undefined) throw new Error('job_runs returned no id for a new run');
  return row.id;
}

/** Records the kind of an error only: its message may quote a row. */
async function recordFailure(sql: Sql, id: string, error: unknown): Promise<void> {
  const { name = 'unknown', code = null } = (error ?? {}) as { name?: string; code?: unknown };
  const kind = [name, code].filter((part) => typeof part === 'string').join(' ');
  await sql`
    update job_runs set outcome = 'failed', finished_at = clock_timestamp(), error = ${kind} where id = ${id}`;
}
