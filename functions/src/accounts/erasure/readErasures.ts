import type { Sql } from '../../platform/postgres.ts';
import type { RequestedBy } from './requests.ts';
import type { Removed, StepName } from './step.ts';

/** An erasure as operators see it. */
export interface ErasureStatus {
  receipt: string;
  /** Null once it is finished: then nobody knows. */
  uid: string | null;
  requestedBy: RequestedBy;
  requestedAt: Date;
  dueAt: Date;
  beganAt: Date | null;
  finishedAt: Date | null;
  /** What was removed, once it is finished. */
  removed: Partial<Record<StepName, Removed>> | null;
  /** In order; none before it begins. */
  steps: {
    look: number;
    step: StepName;
    dueAt: string;
    attempts: number;
    finishedAt: string | null;
    removed: Removed | null;
    error: string | null;
  }[];
}

/** Which erasures: that of a person or of a receipt, or all that go on. */
export type ErasureFilter = { person: Buffer } | { receipt: string } | 'open';

/** Reads erasures, those first that are due first. */
export async function readErasures(sql: Sql, filter: ErasureFilter): Promise<ErasureStatus[]> {
  let condition = sql`finished_at is null`;
  if (filter !== 'open') {
    condition = 'person' in filter ? sql`person = ${filter.person}` : sql`id = ${filter.receipt}`;
  }
  return sql<ErasureStatus[]>`
    select id as receipt, user_id as uid, requested_by as "requestedBy", requested_at as "requestedAt",
      due_at as "dueAt", began_at as "beganAt", finished_at as "finishedAt", receipt -> 'removed' as removed,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'look', look, 'step', step, 'dueAt', step.due_at, 'attempts', attempts,
          'finishedAt', step.finished_at, 'removed', step.removed, 'error', error
        ) order by look, step.due_at, step.finished_at)
        from erasure_steps as step where step.person = erasures.person
      ), '[]') as steps
    from erasures
    where ${condition}
    order by due_at, id`;
}
