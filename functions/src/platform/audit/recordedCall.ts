import type { Caller } from '../identity/caller.ts';
import { isPrivileged, type Access, type Reach } from '../identity/policy.ts';
import type { Sql } from '../postgres.ts';
import type { AuditDetail } from './recordAct.ts';
import { recorded } from './recorded.ts';

/** What the audit log says of the calls of a callable. */
export interface Audit<Input, Output> {
  /**
   * The ids of the people whose data an answer shows, or whom the call concerns. Cards that every member sees do not
   * count. `answer` is null where there is none: then whom the input names.
   */
  subjects: (answer: Output | null, input: Input) => readonly string[];
  /** What the call was about besides people. */
  detail?: (input: Input) => AuditDetail;
  /**
   * Whether the call changes what is not the caller's own. Then it is recorded for every caller, and before it begins,
   * too. Never by default.
   */
  isChange?: (input: Input) => boolean;
}

interface AuditedCallable<Input, Output> {
  name: string;
  access: Access;
  audit?: Audit<Input, Output>;
}

/**
 * Answers a call on the record if its caller gets more than members do, or if it changes what is not theirs. Without a
 * row there is no answer, whether it was computed or cached, and no refusal.
 */
export async function recordedCall<Input, Output>(
  { name, access, audit }: AuditedCallable<Input, Output>,
  { caller, reach, input }: { caller: Caller; reach: Reach; input: Input },
  sql: () => Sql,
  work: () => Promise<Output>,
): Promise<Output> {
  const isChange = audit?.isChange?.(input) ?? false;
  if (!isChange && !isPrivileged(access, caller)) return work();
  const act = {
    actor: { uid: caller.uid, role: caller.role, reach },
    action: name,
    subjects: (answer: Output | null) => audit?.subjects(answer, input) ?? [],
    detail: audit?.detail?.(input),
    isChange,
  };
  return recorded(sql(), act, work);
}
