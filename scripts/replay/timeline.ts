import { z } from 'zod';

/** In milliseconds. Versions are microseconds, which are exact integers up to the year 2255. */
const at = z.int().min(0).max(9_000_000_000_000);

const entrySchema = z.union([
  z.strictObject({
    at,
    change: z.strictObject({
      path: z.string().regex(/^[^/]+(\/[^/]+)+$/, 'must be the path of a document, such as users/ada'),
      data: z.record(z.string(), z.json()).nullable(),
    }),
  }),
  z.strictObject({ at, run: z.literal('nightly') }),
  z.strictObject({
    at,
    ask: z.strictObject({
      id: z.union([z.string(), z.number()]),
      kind: z.string(),
      userId: z.string().min(1),
      /** As the app sends it, except that `limit` may be up to 1,000; by default the number of candidates, or 10. */
      input: z
        .object({ limit: z.int().min(1).max(1000).optional() })
        .catchall(z.json())
        .prefault({}),
      /** Ranks these ids alone. */
      candidates: z.array(z.string()).max(100_000).optional(),
    }),
  }),
]);

/** One line of a timeline: what happens at a time, in milliseconds since 1970. */
export type Entry = z.infer<typeof entrySchema>;
export type Change = Extract<Entry, { change: unknown }>['change'];
export type Ask = Extract<Entry, { ask: unknown }>['ask'];

/** A line that cannot be used, and why. */
export class BadLine extends Error {}

/** Reads one line. @throws BadLine */
export function parseLine(line: string): Entry {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw new BadLine('The line is not JSON.');
  }
  const kinds = ['change', 'run', 'ask'].filter(
    (key) => typeof json === 'object' && json !== null && key in json,
  );
  if (kinds.length !== 1)
    throw new BadLine('The line needs "at" and exactly one of "change", "run" and "ask".');
  const parsed = entrySchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new BadLine(describe(parsed.error, kinds[0] ?? ''));
}

/** Describes the problem of the intended kind of line; the error of a union contains those of all kinds. */
function describe(error: z.ZodError, kind: string): string {
  const [issue] = error.issues;
  const issues = issue?.code === 'invalid_union' ? issue.errors.map((errors) => errors[0]) : [issue];
  const problem =
    issues.find((candidate) => candidate?.code !== 'unrecognized_keys' && candidate?.path[0] === kind) ??
    issues.find((candidate) => candidate?.path[0] === 'at') ??
    issues[0];
  return [problem?.path.join('.'), problem?.message].filter(Boolean).join(': ');
}
