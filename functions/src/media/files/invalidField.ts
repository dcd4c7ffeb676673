import { DomainError } from '../../platform/errors.ts';

/** A `bad-input` error for one field. @param problem completes the sentence, as in "must be at most 50" */
export function invalidField(field: string, problem: string): DomainError {
  return new DomainError('bad-input', `\`${field}\` ${problem}.`, { fields: [{ field, problem }] });
}
