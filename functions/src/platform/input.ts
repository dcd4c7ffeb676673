import type { z } from 'zod';
import { DomainError } from './errors.ts';
import { inputProblem } from './inputProblem.ts';

/** Largest input, in bytes of JSON, unless a callable allows more. */
const MAX_BYTES = 64_000;

/** Deepest nesting of an input, in levels of lists and maps. */
const MAX_DEPTH = 20;

/** How many fields an error names, and how long a name may be, since callers choose some of them. */
const MAX_FIELDS = 20;
const MAX_TEXT = 100;

/** What is wrong with one field. An empty `field` stands for the whole input. */
export interface FieldProblem {
  /** A path such as `which.id`. */
  field: string;
  /** A predicate, such as "must be at most 50". */
  problem: string;
}

/**
 * Parses the input of a call; no input counts as `{}`, and a field that is null as left out: some clients cannot leave
 * one out.
 *
 * @throws DomainError `bad-input` that lists `{field, problem}` in `details.fields`. It never quotes values.
 */
export function parseInput<Input>(schema: z.ZodType<Input>, data: unknown, maxBytes = MAX_BYTES): Input {
  if (isDeeperThan(MAX_DEPTH, data)) throw invalidField('', 'is nested too deeply');
  const json = JSON.stringify(data ?? {}, namingInfinity);
  if (Buffer.byteLength(json) > maxBytes) {
    throw invalidField('', `must be at most ${String(maxBytes)} bytes of JSON`);
  }
  // Parsing the JSON again leaves own fields only, even if one of them is named "__proto__".
  const own = parseJson(json);
  leaveOutNulls(own);
  const parsed = schema.safeParse(own, { error: inputProblem });
  if (parsed.success) return parsed.data;
  throw inputError(...parsed.error.issues.flatMap(problemsOf).slice(0, MAX_FIELDS));
}

/** A `bad-input` error for one field. @param problem a predicate, such as "must be at most 50" */
export function invalidField(field: string, problem: string): DomainError {
  return inputError({ field, problem });
}

/** Names the fields at fault in the message, and lists them in `details.fields`. */
function inputError(...fields: FieldProblem[]): DomainError {
  const clauses = fields.map(
    ({ field, problem }) => `${field === '' ? 'The input' : `\`${field}\``} ${problem}`,
  );
  return new DomainError('bad-input', `${clauses.join('; ')}.`, { fields });
}

/** One problem for each issue, and one for each field that is not known. */
function problemsOf(issue: z.core.$ZodIssue): FieldProblem[] {
  const paths =
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  return paths.map((path) => ({
    field: path.join('.').slice(0, MAX_TEXT),
    problem: issue.message.slice(0, MAX_TEXT),
  }));
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
    throw inputError({ field: field.slice(0, MAX_TEXT), problem: 'contains a NUL character' });
  });
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}
