import type { z } from 'zod';
import { DomainError } from './errors.ts';

/** Largest input, in bytes of JSON, unless a callable takes more. */
const MAX_BYTES = 64_000;

/** Deepest input, in levels of lists and maps. */
const MAX_DEPTH = 20;

/** Fields at fault that are named; and how long a name may be, since the caller chooses some of them. */
const MAX_FIELDS = 20;
const MAX_NAME = 100;

/**
 * Parses what a caller sent; nothing counts as `{}`.
 *
 * @throws DomainError `bad-input` with `details.fields`, a list of `{field, problem}`. It names fields, and
 * never quotes what is in them.
 */
export function parseInput<Input>(schema: z.ZodType<Input>, data: unknown, maxBytes = MAX_BYTES): Input {
  if (isDeeperThan(MAX_DEPTH, data)) throw badInput([{ field: '', problem: 'is nested too deeply' }]);
  const json = JSON.stringify(data ?? {});
  if (Buffer.byteLength(json) > maxBytes) {
    throw badInput([{ field: '', problem: `is larger than ${String(maxBytes)} bytes` }]);
  }
  // Read again, it has nothing but its own fields, whatever became of one named "__proto__".
  const parsed = schema.safeParse(JSON.parse(json, refuseNul));
  if (parsed.success) return parsed.data;
  throw badInput(
    parsed.error.issues.slice(0, MAX_FIELDS).map(({ path, message }) => ({
      field: path.join('.').slice(0, MAX_NAME),
      problem: message.slice(0, MAX_NAME),
    })),
  );
}

/** Postgres cannot hold the character; it would fail there, as an error of ours. */
function refuseNul(field: string, value: unknown): unknown {
  if (typeof value !== 'string' || !value.includes('\0')) return value;
  throw badInput([{ field: field.slice(0, MAX_NAME), problem: 'has a NUL character' }]);
}

function badInput(fields: { field: string; problem: string }[]): DomainError {
  const sentence = fields.map(({ field, problem }) => `${field || 'the input'}: ${problem}`).join('; ');
  return new DomainError('bad-input', sentence, { fields });
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}
