import { ERRORS, type ErrorCode } from '../../../../src/platform/errors.ts';
import { isPrivileged, POLICY } from '../../../../src/platform/identity/policy.ts';
import type { Sql } from '../../../../src/platform/postgres.ts';
import type { AskedCell } from './cells.ts';
import { QUESTIONS } from './questions.ts';

/** A row of the audit log, with the people whom its pseudonyms stand for. */
interface Row {
  actor: string;
  role: string | null;
  reach: string;
  action: string;
  subjects: string[];
  outcome: 'begun' | 'ok' | ErrorCode;
}

/**
 * How what the audit log says of a call differs from what it must: a row for whatever gave more than members get, or was
 * refused to such a caller; of members for changes of what is not theirs alone, and none where the input was wrong.
 *
 * @param after the last row from before the call
 * @param ended the code of the call's error, or `answered`
 */
export async function recordFaults(
  sql: Sql,
  asked: AskedCell,
  { after, ended }: { after: string; ended: string },
): Promise<string[]> {
  const rows = await readRows(sql, after);
  const concernsOthers =
    isPrivileged(POLICY[asked.name], asked.caller) || QUESTIONS[asked.name].isChange === true;
  const isRecorded = concernsOthers && ended !== 'invalid-argument';
  const last = rows.at(-1);
  if (last === undefined || !isRecorded) {
    if (isRecorded) return ['unrecorded'];
    return last === undefined ? [] : ['recorded'];
  }
  const { caller, reach, name } = asked;
  const isAs =
    [last.actor, last.role, last.reach, last.action].join() === [caller.uid, caller.role, reach, name].join();
  const outcome = ['ok', 'begun'].includes(last.outcome)
    ? last.outcome
    : ERRORS[last.outcome as ErrorCode].code;
  return [
    ...(isAs ? [] : ['recorded as another call']),
    ...(outcome === (ended === 'answered' ? 'ok' : ended) ? [] : [`recorded as ${last.outcome}`]),
    ...missingSubjects(asked, last.subjects),
  ];
}

/** The input names somebody, or the answer does. */
function missingSubjects({ question, isCovered }: AskedCell, subjects: string[]): string[] {
  const { userId } = question.input as { userId?: string };
  const shown =
    question.names !== undefined && question.names !== 'plan' && isCovered ? question.names : undefined;
  return [userId, shown]
    .filter((person) => person !== undefined && !subjects.includes(person))
    .map((person) => `recorded without ${person ?? ''}`);
}

/** The id of the last row of the audit log; 0 without any. */
export async function lastRow(sql: Sql): Promise<string> {
  const [row] = await sql<{ id: string }[]>`select coalesce(max(id), 0) as id from audit_log`;
  return row?.id ?? '0';
}

async function readRows(sql: Sql, after: string): Promise<Row[]> {
  return sql<Row[]>`
    select (select user_id from audit_keys where pseudonym = actor) as actor, role, reach, action,
      array_to_json(array(select user_id from audit_keys where pseudonym = any (subjects))) as subjects, outcome
    from audit_log where id > ${after} order by id`;
}
