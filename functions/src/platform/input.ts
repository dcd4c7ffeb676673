import type { z } from 'zod';
import { DomainError } from './errors.ts';
import { fieldProblems, toFieldProblem, type FieldProblem, type FieldProblemCode } from './fieldProblem.ts';
import { inputProblem } from './inputProblem.ts';

/** Largest input, in bytes of JSON, unless a callable allows more. */
const MAX_BYTES = 64_000;

/** Deepest nesting of an input, in levels of lists and maps. */
const MAX_DEPTH = 20;

/**
 * Parses the input of a call; no input counts as `{}`, and a field that is null as left out: some clients cannot leave
 * one out.
 *
 * @throws DomainError `bad-input`, whose details say what is wrong with which fields. It never quotes values.
 */
export function parseInput<Input>(schema: z.ZodType<Input>, data: unknown, maxBytes = MAX_BYTES): Input {
  if (isDeeperThan(MAX_DEPTH, data)) throw invalidField('', 'too-large', 'is nested too deeply');
  const json = JSON.stringify(data ?? {}, namingInfinity);
  if (Buffer.byteLength(json) > maxBytes) {
    throw invalidField('', 'too-large', `must be at most ${String(maxBytes)} bytes of JSON`);
  }
  // Parsing the JSON again leaves own fields only, even if one of them is named "__proto__".
  const own = parseJson(json);
  leaveOutNulls(own);
  const parsed = schema.safeParse(own, { error: inputProblem, reportInput: true });
  if (parsed.success) return parsed.data;
  throw inputError(fieldProblems(parsed.error.issues));
}

/** A `bad-input` error for one field. @param problem a predicate, such as "must be at most 50" */
export function invalidField(
  field: string,
  code: FieldProblemCode,
  problem: string,
): DomainError<'bad-input'> {
  return inputError([toFieldProblem(field, code, problem)]);
}

/** Says in a sentence for each field what is wrong with it, and lists them in the details. */
function inputError(fields: FieldProblem[]): DomainError<'bad-input'> {
  const sentences = fields.map(({ field, problem }) => {
    const subject = field === '' ? 'The input' : `\`${field}\``;
    return `${subject} ${problem}${problem.endsWith('?') ? '' : '.'}`;
  });
  return new DomainError('bad-input', sentences.join(' '), { fields });
}

/** As text, so that an infinite number is refused as no number: JSON would make it null, which counts as left out. */
function namingInfinity(_field: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

/** Sets fields that are null to undefined, at every depth, so that unknown ones are still refused. */
function leaveOutNulls(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (inner === null && !Array.isArray(value)) Object.assign(value, { [key]: undefined });
    else leaveOutNulls(inner);
  }
}

/**
 * JSON whose texts Postgres can hold. Half of a surrogate pair, which is left where an app cuts an emoji in two, becomes
 * U+FFFD.
 *
 * @throws DomainError `bad-input` for a NUL character
 */
export function parseJson(json: string): unknown {
  return JSON.parse(json, (field, value: unknown) => {
    if (typeof value !== 'string') return value;
    if (!value.includes('\0')) return value.toWellFormed();
    throw invalidField(field, 'invalid', 'contains a NUL character');
  });
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}
