import { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

const TYPE_NAMES: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** Of what a size is counted, by the kind of value that has one. */
const SIZE_UNITS: Record<string, string> = { string: 'character', array: 'item', set: 'item', map: 'entry' };

/**
 * What is wrong with a field, as a predicate ("must be at most 50"), for zod's `error` option. Never quotes the value.
 * Schemas that bring a message of their own keep it.
 */
export function inputProblem(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is required';
      return `must be ${TYPE_NAMES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return issue.input === undefined ? 'is required' : oneOf(issue.values);
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? oneOf(issue.options)
        : 'is in none of the allowed forms';
    case 'too_big':
      return limit(issue, { bound: issue.maximum, inclusive: 'at most', exclusive: 'less than' });
    case 'too_small':
      if (issue.minimum === 1 && issue.origin in SIZE_UNITS && !issue.exact) return 'must not be empty';
      return limit(issue, { bound: issue.minimum, inclusive: 'at least', exclusive: 'greater than' });
    case 'not_multiple_of':
      return `must be a multiple of ${String(issue.divisor)}`;
    case 'unrecognized_keys':
      // What is added to an issue stays in it; its schema does not. See fieldProblem.ts.
      issue['known'] = issue.schema instanceof z.ZodObject ? Object.keys(issue.schema.shape) : [];
      return 'is not a known field';
    case 'invalid_format':
      return 'has the wrong format';
    default:
      return 'is not valid';
  }
}

function oneOf(values: readonly unknown[]): string {
  const allowed = values.map((value) => (typeof value === 'string' ? `"${value}"` : String(value)));
  return allowed.length === 1 ? `must be ${allowed.join('')}` : `must be one of ${allowed.join(', ')}`;
}

function limit(
  { origin, exact, inclusive }: { origin: string; exact?: boolean; inclusive?: boolean },
  words: { bound: number | bigint; inclusive: string; exclusive: string },
): string {
  const comparison = exact ? 'exactly' : inclusive === false ? words.exclusive : words.inclusive;
  const size = `${comparison} ${String(words.bound)}`;
  const unit = SIZE_UNITS[origin];
  if (unit === undefined) return `must be ${size}`;
  const units = words.bound === 1 ? unit : unit === 'entry' ? 'entries' : `${unit}s`;
  return unit === 'character' ? `must be ${size} ${units} long` : `must have ${size} ${units}`;
}
