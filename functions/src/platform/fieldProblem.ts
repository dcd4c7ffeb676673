import { z } from 'zod';
import { nearestName } from './text/didYouMean.ts';

/** How many fields an error names, and how long a name may be, since callers choose some of them. */
const MAX_FIELDS = 20;
const MAX_TEXT = 100;

const fieldProblemCode = z
  .enum([
    ...['required', 'unknown', 'wrong-type', 'wrong-format'],
    ...['too-small', 'too-large', 'not-allowed-value', 'invalid'],
  ] as const)
  .meta({
    id: 'FieldProblemCode',
    description:
      '`required`: missing or null. `unknown`: there is no such field. `wrong-type`: a value of another type. `wrong-format`: a text of another form, such as no date. `too-small`, `too-large`: a number out of range, or a text or list that is too short or too long. `not-allowed-value`: none of the values that the field may have. `invalid`: anything else.',
  });

export const fieldProblem = z
  .strictObject({
    field: z.string().describe('A path such as `which.id` or `userIds.3`; empty for the whole input.'),
    code: fieldProblemCode,
    problem: z.string().describe('What is wrong, as a predicate of the field: “must be at most 50”.'),
    suggestion: z
      .string()
      .nullable()
      .describe('For an unknown field, the known one with the most similar name; null if none is similar.'),
  })
  .meta({ id: 'FieldProblem', description: 'What is wrong with one field of an input, without its value.' });

export type FieldProblem = z.infer<typeof fieldProblem>;
export type FieldProblemCode = FieldProblem['code'];

/** @param problem a predicate, such as "must be at most 50" */
export function toFieldProblem(field: string, code: FieldProblemCode, problem: string): FieldProblem {
  return { field: field.slice(0, MAX_TEXT), code, problem: problem.slice(0, MAX_TEXT), suggestion: null };
}

/** What is wrong with an input by its schema: one problem for each fault, and one for each field that is not known. */
export function fieldProblems(issues: readonly z.core.$ZodIssue[]): FieldProblem[] {
  return issues
    .flatMap((issue): (z.core.$ZodIssue | UnknownField)[] => unknownFields(issue) ?? [issue])
    .slice(0, MAX_FIELDS)
    .map((fault) =>
      'known' in fault
        ? unknownProblem(fault)
        : toFieldProblem(fault.path.join('.'), codeOf(fault), fault.message),
    );
}

/** A field that a schema does not know, and those that it knows. */
interface UnknownField {
  path: PropertyKey[];
  name: string;
  known: string[];
}

function unknownProblem({ path, name, known }: UnknownField): FieldProblem {
  const suggestion = nearestName(name.slice(0, MAX_TEXT), known);
  const question = suggestion === null ? '' : `: did you mean \`${suggestion}\`?`;
  const problem = toFieldProblem([...path, name].join('.'), 'unknown', `is not a known field${question}`);
  return { ...problem, suggestion };
}

/** The unknown fields that an issue is about, in a union those that no form has; null if it is about something else. */
function unknownFields(issue: z.core.$ZodIssue): UnknownField[] | null {
  const { code, path } = issue;
  if (code === 'unrecognized_keys') {
    return issue.keys.map((name) => ({ path, name, known: knownFields(issue) }));
  }
  if (code !== 'invalid_union') return null;
  const forms = issue.errors.map((errors) =>
    errors.filter((error) => error.code === 'unrecognized_keys').filter((error) => error.path.length === 0),
  );
  const [first = [], ...others] = forms.map((errors) => errors.flatMap(({ keys }) => keys));
  const names = first.filter((name) => others.every((other) => other.includes(name)));
  const known = forms.flat().flatMap(knownFields);
  return names.length === 0 ? null : names.map((name) => ({ path, name, known }));
}

/** The fields that the schema of an issue knows, which {@link inputProblem} keeps in it. */
function knownFields(issue: { known?: string[] } | z.core.$ZodIssue): string[] {
  return 'known' in issue ? (issue.known ?? []) : [];
}

function codeOf(issue: z.core.$ZodIssue): FieldProblemCode {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'required' : 'wrong-type';
    case 'invalid_value':
      return issue.input === undefined ? 'required' : 'not-allowed-value';
    case 'invalid_union':
      return isTagMissing(issue) ? 'required' : 'options' in issue ? 'not-allowed-value' : 'invalid';
    case 'too_small':
      return 'too-small';
    case 'too_big':
      return 'too-large';
    case 'invalid_format':
      return 'wrong-format';
    default:
      return 'invalid';
  }
}

/** Whether a union lacks the field that tells its forms apart; its issue is about the whole. */
function isTagMissing({ input, path }: z.core.$ZodIssueInvalidUnion): boolean {
  const tag = path.at(-1);
  return (
    typeof input === 'object' && input !== null && tag !== undefined && Reflect.get(input, tag) === undefined
  );
}
