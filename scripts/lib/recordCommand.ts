import { userInfo } from 'node:os';
import { recordAct, type AuditDetail } from '../../functions/src/platform/audit/recordAct.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';

/**
 * Records in the audit log what an operator is about to do, or to be shown: `begun`, by the name that this system gives
 * the operator. A command awaits it before it changes anything or prints what is not public.
 *
 * @param command how it is typed after `npm run`, such as `dead-letters show`
 * @param about.people the ids of the people whom it shows or concerns
 */
export async function recordCommand(
  sql: Sql,
  command: string,
  { people = [], ...detail }: { people?: readonly string[] } & Omit<AuditDetail, 'people'> = {},
): Promise<void> {
  const actor = { operator: operatorName() };
  await recordAct(sql, { actor, action: command, subjects: people, outcome: 'begun', detail });
}

function operatorName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user without a name.
    return String(process.getuid?.() ?? 'unknown');
  }
}
