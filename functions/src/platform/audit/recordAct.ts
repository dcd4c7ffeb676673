import type { ErrorCode } from '../errors.ts';
import type { Role } from '../identity/caller.ts';
import type { Reach } from '../identity/policy.ts';
import { keyFingerprint, personHash } from '../erasure/keyedHash.ts';
import { bytea, pgArray, type AnySql } from '../postgres.ts';

/** Who acts: a person in a role, or an operator with the credentials of the project. */
type Actor =
  | { uid: string; role: Role | null; reach: Reach }
  /** What the operator's system calls them, which nobody has verified. */
  | { operator: string };

/** What an act was about besides people, such as the id of an event. Never contents, and nothing that names anybody. */
export type AuditDetail = Record<string, string | number | boolean | string[] | undefined>;

/** One row of the audit log. */
export interface Act {
  actor: Actor;
  /** The name of a callable, or an operator's command. */
  action: string;
  /** The ids of the people who were shown or concerned. */
  subjects: readonly string[];
  /** `begun` before something is changed, `ok` once it has been done or shown, or why it failed. */
  outcome: 'begun' | 'ok' | ErrorCode;
  detail?: AuditDetail | undefined;
}

/**
 * Adds a row to the audit log, which names people by pseudonyms, in one statement. Await it before anything is shown or
 * changed: what cannot be recorded does not happen.
 */
export async function recordAct(
  sql: AnySql,
  { actor, action, subjects, outcome, detail }: Act,
): Promise<void> {
  const person = 'uid' in actor ? actor : null;
  const hashes = [person?.uid ?? '', ...subjects].map((uid) => bytea(personHash(uid)));
  await sql`
    select record_act(
      ${person?.uid ?? null}, ${'operator' in actor ? actor.operator : null}, ${person?.role ?? null},
      ${person?.reach ?? null}, ${action}, ${pgArray(subjects)}::text[], ${outcome},
      ${detail === undefined ? null : JSON.stringify(detail)}::text::jsonb,
      ${pgArray(hashes)}::text::bytea[], ${keyFingerprint()}
    )`;
}
