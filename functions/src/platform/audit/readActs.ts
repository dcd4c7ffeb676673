import type { Sql } from '../postgres.ts';
import type { Act, AuditDetail } from './recordAct.ts';

/** Which rows of the audit log: all that fulfil every condition given. */
export interface ActFilter {
  /** Who was shown or concerned. */
  of?: string | undefined;
  /** Who acted. */
  by?: string | undefined;
  action?: string | undefined;
  /** From this time on. */
  from?: Date | undefined;
  /** Before this time. */
  to?: Date | undefined;
}

/** A row of the audit log. Pseudonyms whose key was erased are nobody's. */
export interface RecordedAct {
  id: string;
  at: Date;
  /** Who acted; null for an operator, and for somebody whose key was erased. */
  by: string | null;
  /** What the operator's system calls them; null for a person. */
  operator: string | null;
  role: string | null;
  reach: string | null;
  action: string;
  outcome: Act['outcome'];
  detail: AuditDetail | null;
  /** How many people were shown or concerned, and which of them still have a key. */
  about: { total: number; ids: string[] };
}

/** Reads the rows before a row, the newest first. */
export function readActs(
  sql: Sql,
  { of, by, action, from, to }: ActFilter,
  { before, limit }: { before: string | null; limit: number },
): Promise<RecordedAct[]> {
  const pseudonymOf = (uid: string) => sql`(select pseudonym from audit_keys where user_id = ${uid})`;
  return sql<RecordedAct[]>`
    select id, at, (select user_id from audit_keys where pseudonym = actor) as by, operator, role, reach, action, outcome,
      detail, json_build_object(
        'total', cardinality(subjects),
        'ids', array(select user_id from audit_keys where pseudonym = any (subjects) order by user_id)
      ) as about
    from audit_log
    where true
      ${of === undefined ? sql`` : sql`and subjects @> array[${pseudonymOf(of)}]`}
      ${by === undefined ? sql`` : sql`and actor = ${pseudonymOf(by)}`}
      ${action === undefined ? sql`` : sql`and action = ${action}`}
      ${from === undefined ? sql`` : sql`and at >= ${from}`}
      ${to === undefined ? sql`` : sql`and at < ${to}`}
      ${before === null ? sql`` : sql`and id < ${before}`}
    order by id desc
    limit ${limit}`;
}
