import { logger } from './logger.ts';
import { onSchedule, type ScheduleFunction, type ScheduleOptions } from 'firebase-functions/scheduler';
import { databaseUrl, firestoreDatabase, functionsRegion } from './config.ts';
import { firestore, type Firestore } from './firestore.ts';
import { database, transaction, redactError, type Sql } from './postgres.ts';

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

/** The first of two numbers that a job's lock has; the other is made of its name. Nothing else uses it. */
const LOCKS = 720_575_941;

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
 * Runs a job now, and records the run. While another run of it is going on, anywhere, it only records that.
 *
 * What says that a run is going on is a lock that ends with its connection, so a job that was killed can be
 * started again at once. The lock belongs to a transaction, as a transaction-mode pooler wants it.
 *
 * @throws what the job threw.
 */
export async function runJob({ name, run }: JobDefinition, context: JobContext): Promise<JobRun> {
  const { sql } = context;
  const started = performance.now();
  const ended = await transaction(sql, async (lock): Promise<JobRun | { error: unknown }> => {
    // The transaction does nothing else, which must not be taken for a client that forgot it.
    const [locked] = await lock<{ got: boolean }[]>`
      select set_config('idle_in_transaction_session_timeout', '0', true),
        pg_try_advisory_xact_lock(${LOCKS}::integer, hashtext(${name})) as got`;
    if (!locked?.got) {
      await sql`
        insert into job_runs (job, started_at, finished_at, outcome)
        values (${name}, clock_timestamp(), clock_timestamp(), 'skipped')`;
      return { outcome: 'skipped', rows: null };
    }
    const id = await begin(sql, name);
    try {
      const rows = await run(context);
      const outcome = rows === null ? 'skipped' : 'succeeded';
      await sql`
        update job_runs set outcome = ${outcome}, finished_at = clock_timestamp(), rows = ${rows}::bigint
        where id = ${id}`;
      return { outcome, rows };
    } catch (error) {
      // Thrown in here, a connection that the job lost would be taken for the one that holds the lock.
      await fail(sql, id, error).catch((second: unknown) => {
        logger.error('a failure could not be recorded', { job: name, ...redactError(second) });
      });
      return { error };
    }
  });
  const milliseconds = Math.round(performance.now() - started);
  if ('error' in ended) {
    logger.error('a job failed', { job: name, milliseconds, ...redactError(ended.error) });
    throw ended.error;
  }
  logger.info('job', { job: name, ...ended, milliseconds });
  return ended;
}

/** Whoever had the lock before is not there any more: a run of theirs that has no end was killed. */
async function begin(sql: Sql, name: string): Promise<string> {
  await sql`
    update job_runs set outcome = 'killed', finished_at = clock_timestamp()
    where job = ${name} and outcome = 'running'`;
  const [row] = await sql<{ id: string }[]>`
    insert into job_runs (job, started_at, outcome) values (${name}, clock_timestamp(), 'running') returning id`;
  if (row === undefined) throw new Error('a run could not be recorded');
  return row.id;
}

/** What an error says may quote a row: only its kind is kept. */
async function fail(sql: Sql, id: string, error: unknown): Promise<void> {
  const { name = 'unknown', code = null } = (error ?? {}) as { name?: string; code?: unknown };
  const kind = [name, code].filter((part) => typeof part === 'string').join(' ');
  await sql`
    update job_runs set outcome = 'failed', finished_at = clock_timestamp(), error = ${kind} where id = ${id}`;
}
