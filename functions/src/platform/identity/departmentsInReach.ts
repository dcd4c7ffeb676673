import { DomainError } from '../errors.ts';
import type { Caller } from './caller.ts';
import type { Reach } from './policy.ts';

/**
 * The keys of the departments whose people a call may concern: the one that it asks for or, for faculty, all of theirs.
 * Null for every department, which only administrators get.
 *
 * @throws DomainError when faculty ask for another department or look after none
 */
export function departmentsInReach(
  { caller, reach }: { caller: Caller; reach: Reach },
  requestedKey: string | undefined,
): string[] | null {
  if (reach === 'everyone') return requestedKey === undefined ? null : [requestedKey];
  if (caller.departmentKeys.length === 0) {
    throw new DomainError(
      'not-ready',
      'You look after no department yet: ask an administrator to add yours to your account.',
    );
  }
  if (requestedKey === undefined) return caller.departmentKeys;
  if (!caller.departmentKeys.includes(requestedKey)) {
    throw new DomainError('not-allowed', 'Faculty see their own departments only.');
  }
  return [requestedKey];
}
