import { z } from 'zod';
import type { CallableDefinition } from '../../functions/src/platform/callable.ts';
import { rolesWith } from '../../functions/src/platform/identity/policy.ts';

/** A callable whose types no longer matter to the one who asks. */
export type AnyDefinition = Pick<CallableDefinition<unknown, unknown>, 'name' | 'access' | 'input'>;

export interface AskableCallable {
  definition: AnyDefinition;
}

/** The callable with this name, or the only one whose name begins with it, in any case. @throws Error with what to type */
export function resolveCallable(callables: readonly AnyDefinition[], asked: string): AnyDefinition {
  const exact = callables.find(({ name }) => name === asked);
  if (exact !== undefined) return exact;
  const matches = callables.filter(({ name }) => name.toLowerCase().startsWith(asked.toLowerCase()));
  const [only] = matches;
  if (only !== undefined && matches.length === 1) return only;
  const candidates = matches.length > 0 ? matches : callables;
  throw new Error(
    `${matches.length > 0 ? `"${asked}" is ambiguous` : `There is no callable "${asked}"`}. Choose one of: ${candidates.map(({ name }) => name).join(', ')}.`,
  );
}

/** A line for each callable: its name, its input, and who may call it. */
export function describeCallables(callables: readonly AnyDefinition[]): string {
  const width = Math.max(...callables.map(({ name }) => name.length));
  const lines = callables.map(({ name, access, input }) => {
    const roles = access.member === 'none' ? `  (${rolesWith(access)})` : '';
    return `${name.padEnd(width)}  ${describeInput(input)}${roles}`;
  });
  return [...lines, '', `Example: npm run ask -- similarStudents --as ada '{"limit": 3}'`].join('\n');
}

interface JsonSchema {
  type?: string;
  enum?: unknown[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  minimum?: number;
  maximum?: number;
}

function describeInput(input: z.ZodType): string {
  const { properties = {}, required = [] } = z.toJSONSchema(input, {
    io: 'input',
    unrepresentable: 'any',
  }) as JsonSchema;
  const fields = Object.entries(properties).map(
    ([field, schema]) => `${field}${required.includes(field) ? '' : '?'}: ${describeType(schema)}`,
  );
  return `{${fields.join(', ')}}`;
}

function describeType({ type, enum: values, minimum, maximum }: JsonSchema): string {
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(' | ');
  if (type === 'integer' && minimum !== undefined && maximum !== undefined) {
    return `${String(minimum)}–${String(maximum)}`;
  }
  return type ?? 'any';
}
