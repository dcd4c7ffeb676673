import { uidInput } from '../documents/idInput.ts';
import { DomainError } from '../errors.ts';
import { pgArray, type Fragment, type Sql } from '../postgres.ts';
import type { Caller } from './caller.ts';
import { departmentsInReach } from './departmentsInReach.ts';
import type { Reach } from './policy.ts';

/** The input field that says whose answer is asked for: the caller's own, unless it names somebody. */
export const subjectInput = uidInput
  .optional()
  .describe('Whom the answer is about; by default the caller. Only staff may name somebody else.');

/** What the audit log says of a call with this field: it concerns whom the caller looks up, if not themself. */
export const aboutSubject = {
  subjects: (_answer: unknown, { userId }: { userId?: string | undefined }): string[] =>
    userId === undefined ? [] : [userId],
};

/**
 * The id of the person whose answer a call asks for: that of the caller, of anybody for administrators, and for faculty of
 * the students in the departments that they look after.
 *
 * @param isShown what must hold of the row in `users` for others to see the answer
 * @throws DomainError `not-found` to administrators; `not-allowed` to others, whether or not there is such a person;
 *   `not-ready` to faculty who look after no department
 */
export async function readSubject(
  context: { uid: string; sql: Sql; caller: Caller; reach: Reach },
  userId: string | undefined,
  isShown: Fragment = context.sql`true`,
): Promise<string> {
  const { uid, sql, reach } = context;
  if (userId === undefined || userId === uid) return uid;
  const refusal = new DomainError(
    'not-allowed',
    'Only the person, faculty of their department and administrators see this.',
  );
  if (reach !== 'departments' && reach !== 'everyone') throw refusal;
  const departments = departmentsInReach(context, undefined);
  const isInReach =
    departments === null
      ? sql`true`
      : sql`department_key = any(${pgArray(departments)}::text[]) and coalesce(role, 'student') = 'student'`;
  const [person] = await sql`
    select from users where id = ${userId} and live and ${isInReach} and ${isShown}`;
  if (person !== undefined) return userId;
  throw departments === null ? new DomainError('not-found', 'There is no user with this id.') : refusal;
}
