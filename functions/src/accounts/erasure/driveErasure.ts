import type { Sql } from '../../platform/postgres.ts';
import type { EnqueueErasure } from './enqueueErasure.ts';
import { runErasure, type ErasureDriver, type ErasureRun } from './runErasure.ts';

/** An erasure to drive, by its number and by the hash that names the person. */
export interface DueErasure {
  receipt: string;
  person: Buffer;
}

/** Erasures of which something is due, the longest overdue first. */
export async function readDueErasures(sql: Sql, now: Date): Promise<DueErasure[]> {
  return sql<DueErasure[]>`
    select id as receipt, person
    from erasures
    left join lateral (
      select min(step.due_at) as due_at
      from erasure_steps as step where step.person = erasures.person and step.finished_at is null
    ) as step on true
    where erasures.finished_at is null and coalesce(step.due_at, erasures.due_at) <= ${now.toISOString()}
    order by coalesce(step.due_at, erasures.due_at)`;
}

/** An erasure that is not finished, by its number; null for any other. */
export async function findErasure(sql: Sql, receipt: string): Promise<DueErasure | null> {
  const [row] = await sql<DueErasure[]>`
    select id as receipt, person from erasures where id = ${receipt} and finished_at is null`;
  return row ?? null;
}

/**
 * Runs an erasure, and queues its next run once it has taken a step. Where nothing was due, none is queued: the emulator
 * delivers tasks at once, whatever their time.
 */
export async function driveErasure(
  driver: ErasureDriver & { enqueue: EnqueueErasure },
  { receipt, person }: DueErasure,
): Promise<ErasureRun> {
  const run = await runErasure(driver, person);
  if (run.outcome === 'waiting' && run.steps > 0 && run.nextDueAt !== null) {
    await driver.enqueue(receipt, run.nextDueAt, driver.now);
  }
  return run;
}
