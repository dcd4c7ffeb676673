import { kindOfError, type AnySql } from '../../platform/postgres.ts';
import { STEP_NAMES, type Removed, type StepName } from './step.ts';

/** A step of an erasure that is not done. */
export interface PendingStep {
  look: number;
  step: StepName;
  dueAt: Date;
}

/** The first step that is not done, in the order of the looks and of {@link STEP_NAMES}; null if all are. */
export async function readNextStep(sql: AnySql, person: Buffer): Promise<PendingStep | null> {
  const [row] = await sql<PendingStep[]>`
    select look, erasure_steps.step, due_at as "dueAt"
    from erasure_steps
    join unnest(${`{${STEP_NAMES.join(',')}}`}::text[]) with ordinality as ordered (step, place) using (step)
    where person = ${person} and finished_at is null
    order by look, place
    limit 1`;
  return row ?? null;
}

/** Counts an attempt before it is made, so that those that are killed count, too. */
export async function recordAttempt(sql: AnySql, person: Buffer, { look, step }: PendingStep): Promise<void> {
  await sql`
    update erasure_steps set attempts = attempts + 1 where person = ${person} and look = ${look} and step = ${step}`;
}

export async function recordRemoved(
  sql: AnySql,
  person: Buffer,
  { look, step }: PendingStep,
  { removed, now }: { removed: Removed; now: Date },
): Promise<void> {
  await sql`
    update erasure_steps
    set finished_at = ${now.toISOString()}, removed = ${JSON.stringify(removed)}::text::jsonb, error = null
    where person = ${person} and look = ${look} and step = ${step}`;
}

/** Records the kind of an error only: its message may quote what is being erased. */
export async function recordError(
  sql: AnySql,
  person: Buffer,
  { look, step }: PendingStep,
  error: unknown,
): Promise<void> {
  await sql`
    update erasure_steps set error = ${kindOfError(error)} where person = ${person} and look = ${look} and step = ${step}`;
}
