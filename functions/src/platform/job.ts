import { logger } from './logger.ts';
import { onSchedule, type ScheduleFunction, type ScheduleOptions } from 'firebase-functions/scheduler';
import { databaseUrl, firestoreDatabase } from './config.ts';
import { deployedAs } from './deployment.ts';
import { firestore, type Firestore } from './firestore.ts';
import { jobPool } from './jobPool.ts';
import { withLock } from './locks.ts';
import { database, kindOfError, redactError, type Sql } from './postgres.ts';
import { withoutContents } from './withoutContents.ts';
import { retryConflicts } from './retryConflicts.ts';

/** What a job works with. */
export interface JobContext {
  sql: Sql;
  now: Date;
  /** Opened only for jobs that call it. */
  firestore: () => Promise<Firestore>;
}

export interface JobDefinition {
  /** The name it is deployed under. */
  name: string;
  /** What it does, in a few words, for operators. */
  does: string;
  /** When it runs, as a cron expression in UTC. */
  schedule: string;
  /**
   * For a job of the night: the names of the jobs whose rows it reads, which therefore run before it; see
   * operations/night.ts. Jobs that run all day have none.
   */
  after?: readonly string[];
  /** Whether it compares Postgres with Firestore or with accounts: tools that have only Postgres leave it out. */
  needsFirestore?: true;
  /** Operators are alerted when the last successful run started more than this many hours ago. */
  deadlineHours: number;
  options: Pick<ScheduleOptions, 'timeoutSeconds' | 'memory' | 'secrets' | 'serviceAccount'>;
  /**
   * The work. It is idempotent: run twice, or again after it was killed halfway, it leaves what one run leaves.
   *
   * @returns how many rows it wrote or, if it only reads, checked; null if it was skipped, because something else
   * holds a lock that it needs. A run that returns null is recorded as skipped, never as a success.
   */
  run: (context: JobContext) => Promise<number | null>;
}

/** A deployed job, with its definition, which tools and tests run directly. */
export type Job = ScheduleFunction & { definition: JobDefinition };

/** How a run ended. */
export interface JobRun {
  /** `skipped`: the previous run was still going on, or something else held a lock that the job needs. */
  outcome: 'succeeded' | 'skipped';
  rows: number | null;
}

const registered = new Map<string, JobDefinition>();

/**
 * The definition of every job that was declared by the modules loaded so far; all of them once `index.ts` is loaded,
 * as it is in every deployed function.
 */
export function registeredJobs(): JobDefinition[] {
  return [...registered.values()];
}

/** Declares and registers a scheduled function. Its runs never overlap, and are recorded in `job_runs`. */
export function job(definition: JobDefinition): Job {
  const { name, schedule, options } = definition;
  if (registered.has(name)) throw new Error(`two jobs are named ${name}`);
  registered.set(name, definition);
  const deployed = onSchedule(
    {
      ...deployedAs('jobs'),
      schedule,
      timeZone: 'Etc/UTC',
      secrets: [databaseUrl],
      maxInstances: 1,
      ...options,
    },
    () =>
      withoutContents(async () => {
        await runJob(definition, {
          sql: database(),
          now: new Date(),
          firestore: () => Promise.resolve(firestore(firestoreDatabase.value())),
        });
      }),
  );
  return Object.assign(deployed, { definition });
}

/** The lock of a run, and so its protection from a second run at the same time, was lost with its connection. */
class LockLostError extends Error {
  override readonly name = 'LockLostError';
  readonly code: unknown;

  constructor(job: string, cause: unknown) {
    super(
      `${job} was stopped: the connection that held its lock was lost. Run it again, or wait for its next run`,
      { cause },
    );
    this.code = (cause as { code?: unknown }).code;
  }
}

/** The timeout of a function that states none. */
const DEFAULT_TIMEOUT_SECONDS = 60;

/**
 * Runs a job now and records the run in `job_runs`. If the job is already running anywhere, only records that this
 * run was skipped. A job that conflicts with another transaction starts again, a few times.
 *
 * A run holds a lock that ends with its connection, so a job that was killed can be restarted at once. A run that loses
 * the lock is stopped at its next statement, and fails.
 *
 * @throws whatever the job throws; LockLostError
 */
export async function runJob(definition: JobDefinition, context: JobContext): Promise<JobRun> {
  const { name } = definition;
  const started = performance.now();
  const ended = await runLocked(definition, context);
  const milliseconds = Math.round(performance.now() - started);
  if (ended !== null && 'error' in ended) {
    logger.error('job failed', { job: name, milliseconds, ...redactError(ended.error) });
    throw ended.error;
  }
  if (ended === null) await recordSkip(context.sql, name);
  const { outcome, rows } = ended ?? SKIPPED;
  logger.info('job', { job: name, outcome, rows, milliseconds });
  return { outcome, rows };
}

const SKIPPED: JobRun = { outcome: 'skipped', rows: null };

type Ended = JobRun | { error: unknown };

/** Runs a job under its lock. Null if the lock is held elsewhere. */
async function runLocked(definition: JobDefinition, context: JobContext): Promise<Ended | null> {
  const recorded: Ended[] = [];
  try {
    await withLock(context.sql, ['job', definition.name], async (_, lost) =>
      recorded.push(await recordRun(definition, context, lost)),
    );
  } catch (error) {
    // Once a run is recorded, the lock is not needed any more.
    if (recorded.length === 0) return { error };
  }
  return recorded[0] ?? null;
}

/** Runs a job and records the start, the end and the outcome. Resolves to the error of a job that failed. */
async function recordRun(
  { name, run, options }: JobDefinition,
  context: JobContext,
  lost: AbortSignal,
): Promise<Ended> {
  const { sql } = context;
  const timeoutSeconds =
    typeof options.timeoutSeconds === 'number' ? options.timeoutSeconds : DEFAULT_TIMEOUT_SECONDS;
  const id = await recordStart(sql, name);
  try {
    const pool = await jobPool(sql, timeoutSeconds, lost);
    const rows = await retryConflicts(() => run({ ...context, sql: pool }));
    lost.throwIfAborted();
    const outcome = rows === null ? 'skipped' : 'succeeded';
    await sql`
      update job_runs set outcome = ${outcome}, finished_at = clock_timestamp(), rows = ${rows}::bigint
      where id = ${id}`;
    return { outcome, rows };
  } catch (thrown) {
    const error = lost.aborted ? new LockLostError(name, lost.reason) : thrown;
    await recordFailure(sql, id, error).catch((second: unknown) => {
      logger.error('failed run could not be recorded', { job: name, ...redactError(second) });
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
  await sql`
    update job_runs set outcome = 'failed', finished_at = clock_timestamp(), error = ${kindOfError(error)} where id = ${id}`;
}
