import { setTimeout as sleep } from 'node:timers/promises';
import { runJob, type JobDefinition } from '../../functions/src/platform/job.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import type { Random } from '../campus/random.ts';
import type { PostgresServer } from '../local/postgres.ts';
import type { Moment } from './postgresProxy.ts';
import type { WriterInstance } from './writerInstance.ts';

/** Duration of the Postgres outage. */
const OUTAGE_MS = 10_000;

/** Duration of refused logins, and of a read-only server. */
const REFUSAL_MS = 5000;

/** Time that a fault waits for its moment before it counts as missed. */
const STRIKE_TIMEOUT_MS = 60_000;

/** Progress of the run, from 0 to 1, at the first and at the last fault. */
const FIRST_FAULT = 0.05;
const LAST_FAULT = 0.8;

/** A planned fault. */
interface Fault {
  name: string;
  /** Resolves to whether the fault happened. */
  strike: () => Promise<boolean>;
}

/** The faults of one run in random order; the pause comes first, while messages are still being published. */
export function planFaults(
  random: Random,
  instances: WriterInstance[],
  postgres: PostgresServer,
  sql: Sql,
  pause: () => Promise<boolean>,
): Fault[] {
  const kill = (moment: Moment) => (): Promise<boolean> =>
    strikeAt(instances, moment, (instance) => {
      instance.kill();
    });
  // The proxy cuts every connection of the instance it strikes; nothing else happens to it.
  const cut = (moment: Moment) => (): Promise<boolean> => strikeAt(instances, moment, () => undefined);
  const plan: Fault[] = [
    ...[1, 2].map(() => ({
      name: 'writer killed between commit and acknowledgement',
      strike: kill('commit'),
    })),
    ...[1, 2].map(() => ({ name: 'writer killed mid-batch', strike: kill('mid-batch') })),
    ...[1, 2].map(() => ({ name: 'connections cut at commit', strike: cut('commit') })),
    ...[1, 2].map(() => ({ name: 'connections cut mid-batch', strike: cut('mid-batch') })),
    { name: 'Postgres crashed, down for 10 s', strike: () => outage(postgres) },
    { name: 'logins refused for 5 s', strike: () => refuseLogins(instances) },
    { name: 'Postgres read-only for 5 s', strike: () => makeReadOnly(instances, sql) },
    { name: 'lock connection cut while a job succeeds', strike: () => cutLock(sql) },
  ];
  return [{ name: 'paused and resumed', strike: pause }, ...random.sample(plan, plan.length)];
}

/** Whether and when a planned fault happened. */
export interface FaultOutcome {
  name: string;
  /** Seconds into the run; null if it did not happen. */
  struckAt: number | null;
}

/** Injects the faults one after another, spread evenly over the run. `progress` goes from 0 to 1. */
export async function strikeAll(
  faults: Fault[],
  progress: () => number,
  over: AbortSignal,
): Promise<FaultOutcome[]> {
  const started = Date.now();
  const outcomes: FaultOutcome[] = [];
  for (const [index, { name, strike }] of faults.entries()) {
    const start = FIRST_FAULT + ((LAST_FAULT - FIRST_FAULT) * index) / Math.max(1, faults.length - 1);
    while (progress() < start && !over.aborted) await sleep(20);
    const struckAt = (Date.now() - started) / 1000;
    const struck = !over.aborted && (await strike());
    outcomes.push({ name, struckAt: struck ? struckAt : null });
  }
  return outcomes;
}

/** Strikes the first instance to reach this moment. Returns whether one did in time. */
async function strikeAt(
  instances: WriterInstance[],
  moment: Moment,
  strike: (instance: WriterInstance) => void,
): Promise<boolean> {
  const disarm = (): void => {
    for (const { proxy } of instances) proxy.disarm();
  };
  const happened = new Promise<true>((resolve) => {
    for (const instance of instances) {
      instance.proxy.arm(moment, () => {
        disarm();
        strike(instance);
        resolve(true);
      });
    }
  });
  const inTime = await Promise.race([happened, sleep(STRIKE_TIMEOUT_MS, false, { ref: false })]);
  disarm();
  return inTime;
}

/** As when the password was changed: sessions end, and no new one begins. */
async function refuseLogins(instances: WriterInstance[]): Promise<true> {
  for (const { proxy } of instances) {
    proxy.refuseLogins({ code: '28P01' });
    proxy.cut();
  }
  await sleep(REFUSAL_MS);
  for (const { proxy } of instances) proxy.refuseLogins(undefined);
  return true;
}

/** As after a failover, or when the disk is full: new sessions cannot write. */
async function makeReadOnly(instances: WriterInstance[], sql: Sql): Promise<true> {
  const set = (value: string): Promise<unknown> =>
    sql.begin('read write', (opened) =>
      opened.unsafe(`alter database postgres set default_transaction_read_only = ${value}`),
    );
  const reconnect = (): void => {
    for (const { proxy } of instances) proxy.cut();
  };
  await set('on');
  reconnect();
  await sleep(REFUSAL_MS);
  await set('off');
  reconnect();
  return true;
}

/** Resolves to whether the job, whose work succeeds, is recorded as failed because its lock was lost. */
async function cutLock(sql: Sql): Promise<boolean> {
  const definition: JobDefinition = {
    ...{ name: 'chaos', does: 'succeeds', schedule: 'every day 00:00', deadlineHours: 1, options: {} },
    async run() {
      await sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted`;
      await sleep(200);
      return 1;
    },
  };
  const firestore = (): Promise<never> => Promise.reject(new Error('no Firestore'));
  const run = runJob(definition, { sql, now: new Date(), firestore });
  const hasFailed = await run.then(
    () => false,
    () => true,
  );
  const [recorded] = await sql<{ outcome: string }[]>`
    select outcome from job_runs where job = 'chaos' order by id desc limit 1`;
  return hasFailed && recorded?.outcome === 'failed';
}

async function outage(postgres: PostgresServer): Promise<true> {
  await postgres.crash();
  await sleep(OUTAGE_MS);
  await postgres.restart();
  return true;
}
