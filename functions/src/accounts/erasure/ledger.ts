import { z } from 'zod';
import { writeLedger } from '../../platform/erasure/ledger.ts';
import { transaction, type AnySql, type Sql } from '../../platform/postgres.ts';
import type { RequestedErasure } from './requests.ts';
import { STEP_NAMES, type Subject } from './step.ts';

/** An erasure that is not finished. */
export interface OpenErasure extends RequestedErasure {
  subject: Subject;
  /** Whether its steps are recorded, as from its beginning on. */
  hasSteps: boolean;
}

/** Hours from the beginning until each look: tokens live for one hour, and events are retried for a day. */
const LOOK_HOURS = [0, 2, 25];

const HOUR_MS = 3_600_000;

const identifiersSchema = z.object({
  emails: z.array(z.string()),
  names: z.array(z.string()),
  files: z.array(z.string()),
});

/** An erasure that is not finished; null for any other person. */
export async function readOpenErasure(sql: AnySql, person: Buffer): Promise<OpenErasure | null> {
  const [row] = await sql<(RequestedErasure & { uid: string; identifiers: unknown; hasSteps: boolean })[]>`
    select id as receipt, user_id as uid, identifiers, due_at as "dueAt", began_at as "beganAt",
      exists (select from erasure_steps where erasure_steps.person = erasures.person) as "hasSteps"
    from erasures where person = ${person} and finished_at is null`;
  if (row === undefined) return null;
  const { uid, identifiers, ...rest } = row;
  return { ...rest, subject: { uid, ...identifiersSchema.parse(identifiers) } };
}

/**
 * Begins an erasure: from the commit on, no transaction brings a row of the person back. Its steps are due at once, and
 * again after each of the further looks. Does nothing if it was withdrawn meanwhile.
 *
 * @throws PostgresError EK001 if the ledger was written with another ERASURE_KEY
 */
export async function beginErasure(
  sql: Sql,
  person: Buffer,
  { now, identifiers }: { now: Date; identifiers: Omit<Subject, 'uid'> },
): Promise<void> {
  const steps = LOOK_HOURS.flatMap((hours, index) =>
    STEP_NAMES.map((step) => ({
      look: index + 1,
      step,
      due_at: new Date(now.getTime() + hours * HOUR_MS).toISOString(),
    })),
  );
  await transaction(sql, async (opened) => {
    await writeLedger(opened);
    const { count } = await opened`
      update erasures
      set began_at = coalesce(began_at, ${now.toISOString()}), identifiers = ${JSON.stringify(identifiers)}::text::jsonb
      where person = ${person} and finished_at is null`;
    if (count === 0) return;
    await opened`
      insert into erasure_steps (person, look, step, due_at)
      select ${person}, look, step, due_at
      from jsonb_to_recordset(${JSON.stringify(steps)}::text::jsonb) as due (look smallint, step text, due_at timestamptz)
      on conflict do nothing`;
  });
}

/**
 * Finishes an erasure whose steps are all done: the row names nobody any more, and its receipt says how many of which
 * things went from each store.
 *
 * @returns whether it is finished now; false if a step is left
 */
export async function finishErasure(sql: Sql, person: Buffer, now: Date): Promise<boolean> {
  const { count } = await sql`
    with counted as (
      select step, key, sum(value::bigint) as things
      from erasure_steps, jsonb_each_text(removed)
      where person = ${person}
      group by step, key
    ), removed as (
      select step, jsonb_object_agg(key, things) as things from counted group by step
    )
    update erasures
    set user_id = null, identifiers = null, finished_at = ${now.toISOString()}, receipt = jsonb_build_object(
      'requestedAt', requested_at, 'beganAt', began_at, 'looks', ${LOOK_HOURS.length}::integer,
      'removed', coalesce((select jsonb_object_agg(step, things) from removed), '{}')
    )
    where person = ${person} and finished_at is null and began_at is not null
      and not exists (
        select from erasure_steps where erasure_steps.person = erasures.person and erasure_steps.finished_at is null
      )`;
  return count > 0;
}
