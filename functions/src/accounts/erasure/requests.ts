import { personHash } from '../../platform/erasure/keyedHash.ts';
import { transaction, type Sql } from '../../platform/postgres.ts';
import type { Subject } from './step.ts';

/** Who asked for an erasure: `account` if somebody deleted the account itself. */
export type RequestedBy = 'person' | 'administrator' | 'operator' | 'account';

export interface ErasureRequest {
  uid: string;
  requestedBy: RequestedBy;
  requestedAt: Date;
  /** When the days of grace end. */
  dueAt: Date;
  /** Replace those that an earlier request found, until it begins: then nobody can read them any more. */
  identifiers: Omit<Subject, 'uid'>;
}

/** What the requester of an erasure is told. */
export interface RequestedErasure {
  /** The number of the receipt. */
  receipt: string;
  dueAt: Date;
  /** From then on nothing brings the person back. */
  beganAt: Date | null;
}

/**
 * Requests an erasure. Requested again, it remains one erasure, with the earlier due date; the person can withdraw it only
 * while nobody else has asked for it. A finished one is reopened by a later request: what came back is erased again, and
 * nothing brings the person back meanwhile.
 */
export async function requestErasure(
  sql: Sql,
  { uid, requestedBy, requestedAt, dueAt, identifiers }: ErasureRequest,
): Promise<RequestedErasure> {
  const person = personHash(uid);
  return transaction(sql, async (opened) => {
    const [reopened] = await opened`
      update erasures
      set user_id = ${uid}, finished_at = null, receipt = null, requested_by = ${requestedBy},
        requested_at = ${requestedAt.toISOString()}, due_at = ${dueAt.toISOString()}
      where person = ${person} and finished_at < ${requestedAt.toISOString()}
      returning id`;
    if (reopened !== undefined) await opened`delete from erasure_steps where person = ${person}`;
    const [row] = await opened<RequestedErasure[]>`
      insert into erasures (person, user_id, identifiers, requested_by, requested_at, due_at)
      values (
        ${person}, ${uid}, ${JSON.stringify(identifiers)}::text::jsonb, ${requestedBy},
        ${requestedAt.toISOString()}, ${dueAt.toISOString()}
      )
      on conflict (person) do update set
        identifiers = case
          when erasures.finished_at is not null then null
          when erasures.began_at is null then excluded.identifiers
          else coalesce(erasures.identifiers, excluded.identifiers)
        end,
        due_at = least(erasures.due_at, excluded.due_at),
        requested_by = case
          when excluded.requested_by = 'person' or erasures.began_at is not null then erasures.requested_by
          else excluded.requested_by
        end
      returning id as receipt, due_at as "dueAt", began_at as "beganAt"`;
    if (row === undefined) throw new Error('erasures returned no row for a request');
    return row;
  });
}

/**
 * Withdraws an erasure that has not begun.
 *
 * @param by a person withdraws only what nobody else has asked for
 * @returns `begun` if it is too late, `refused` if somebody else has asked for it, `none` if there is none
 */
export async function withdrawErasure(
  sql: Sql,
  uid: string,
  by: 'person' | 'operator',
): Promise<'withdrawn' | 'begun' | 'refused' | 'none'> {
  const person = personHash(uid);
  const { count } = await sql`
    delete from erasures
    where person = ${person} and began_at is null and (${by} = 'operator' or requested_by = 'person')`;
  if (count > 0) return 'withdrawn';
  const [row] = await sql<{ begun: boolean }[]>`
    select began_at is not null as begun from erasures where person = ${person}`;
  if (row === undefined) return 'none';
  return row.begun ? 'begun' : 'refused';
}
