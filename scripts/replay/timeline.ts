import { z } from 'zod';

/** Versions are microseconds, which are exact up to the year 2255. */
const at = z.int().min(0).max(9_000_000_000_000);

const entrySchema = z.union([
  z.strictObject({
    at,
    change: z.strictObject({
      path: z.string().regex(/^[^/]+(\/[^/]+)+$/, 'must be the path of a document, as users/ada'),
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
      /** As the app sends it, but for `limit`, which may be up to 1,000 here; without one, all candidates. */
      input: z
        .object({ limit: z.int().min(1).max(1000).optional() })
        .catchall(z.json())
        .prefault({}),
      /** The ranking is restricted to these ids. */
      candidates: z.array(z.string()).max(100_000).optional(),
    }),
  }),
]);

/** One line of a timeline: at this time, in milliseconds since 1970, this happens. */
export type Entry = z.infer<typeof entrySchema>;
export type Change = Extract<Entry, { change: unknown }>['change'];
export type Ask = Extract<Entry, { ask: unknown }>['ask'];

/** A line that cannot be used; the message says why. */
export class BadLine extends Error {}

/** Reads one line. @throws BadLine */
export function parseLine(line: string): Entry {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw new BadLine('it is no JSON');
  }
  const what = ['change', 'run', 'ask'].filter(
    (key) => typeof json === 'object' && json !== null && key in json,
  );
  if (what.length !== 1) throw new BadLine('it needs "at" and one of "change", "run" and "ask"');
  const parsed = entrySchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new BadLine(describe(parsed.error, what[0] ?? ''));
}

/** The problem in the kind of line that was meant: an error of a union holds those of all kinds. */
function describe(error: z.ZodError, what: string): string {
  const [issue] = error.issues;
  const meant = issue?.code === 'invalid_union' ? issue.errors.map((issues) => issues[0]) : [issue];
  const problem =
    meant.find((one) => one?.code !== 'unrecognized_keys' && one?.path[0] === what) ??
    meant.find((one) => one?.path[0] === 'at') ??
    meant[0];
  return [problem?.path.join('.'), problem?.message].filter(Boolean).join(': ');
}
