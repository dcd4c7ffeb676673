import type { z } from 'zod';
import { COMMON_ERRORS, detailsSchema, isDomainError, type DomainError, type ErrorCode } from './errors.ts';

/** In tests and on the local stack, a callable that breaks its contract fails. */
const isChecked = process.env['CHECK_CONTRACT'] === 'true';

/** What a callable promises. */
interface Promised<Arguments extends unknown[], Output> {
  name: string;
  output: z.ZodType<Output>;
  errors: readonly ErrorCode[];
  handle: (...args: Arguments) => Promise<Output>;
}

/** The handler; where contracts are checked, one that fails when it breaks its own. */
export function keepsContract<Arguments extends unknown[], Output>({
  name,
  output,
  errors,
  handle,
}: Promised<Arguments, Output>): (...args: Arguments) => Promise<Output> {
  if (!isChecked) return handle;
  return async (...args) => {
    const answer = await handle(...args).catch((error: unknown) => {
      if (isDomainError(error)) checkError(name, error, errors);
      throw error;
    });
    const problems = output.safeParse(answer).error?.issues ?? [];
    if (problems.length === 0) return answer;
    throw new Error(`${name} answers otherwise than it declares: ${describe(problems)}`);
  };
}

/** @throws Error for a reason that is not declared, or with other details than it has */
function checkError(name: string, error: DomainError, declared: readonly ErrorCode[]): void {
  if (![...declared, ...COMMON_ERRORS].includes(error.code)) {
    throw new Error(`${name} fails for a reason that it does not declare`, { cause: error });
  }
  const problems = detailsSchema(error.code).safeParse(error.details).error?.issues ?? [];
  if (problems.length > 0) {
    throw new Error(`${name} fails with other details than it declares: ${describe(problems)}`);
  }
}

/** Where and what, without values: answers hold personal data. */
function describe(issues: readonly z.core.$ZodIssue[]): string {
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}
