import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Firestore } from '../../platform/firestore.ts';
import { DAY_MS } from '../../learning/calendar.ts';
import { encodeMap } from '../pipeline/encoding.ts';

/** Where operators say what the writer applies: see {@link Control}. */
export const CONTROL_PATH = 'system/sync';

/**
 * How long Pub/Sub keeps a message that the writer gives back, in milliseconds: what Eventarc sets for the
 * subscriptions that Cloud Functions create (https://cloud.google.com/eventarc/docs/retry-events). A longer
 * pause loses messages, which the repair makes up for.
 */
export const RETENTION_MS = DAY_MS;

/** What is applied: everything, nothing, or this share of the documents (by a hash of their path). */
const modeSchema = z.union([z.literal('on'), z.literal('paused'), z.number().min(0).max(1)], {
  error: 'must be "on", "paused", or a share of the documents from 0 to 1',
});
export type Mode = z.infer<typeof modeSchema>;

const controlSchema = z.object({
  mode: modeSchema.default('on'),
  /** By table; what is not listed follows `mode`. */
  collections: z.record(z.string(), modeSchema).default({}),
  /** Since when not everything is applied, as RFC 3339; kept until what the pause lost is repaired. */
  pausedSince: z.iso.datetime().nullish().default(null),
});

/** The contents of `system/sync`. Without the document everything is on. */
export type Control = z.infer<typeof controlSchema>;

/** Reads the fields of `system/sync`; undefined stands for no document. @throws Error when they are no control. */
export function parseControl(fields: unknown): Control {
  const parsed = controlSchema.safeParse(fields ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(
    `${CONTROL_PATH} in Firestore cannot be read (${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}): correct it with "npm run sync-control"; until then nothing is applied`,
  );
}

/** The fields of `system/sync`, for {@link parseControl}. */
export async function readControlFields(firestore: Firestore): Promise<unknown> {
  const fields = (await firestore.doc(CONTROL_PATH).get()).data();
  return fields === undefined ? undefined : encodeMap(fields);
}

/** Whether a change of this document is applied now. */
export function isOn(control: Control, collection: string, path: string): boolean {
  const mode = control.collections[collection] ?? control.mode;
  if (mode === 'on' || mode === 'paused') return mode === 'on';
  return createHash('md5').update(path).digest().readUInt32BE() / 2 ** 32 < mode;
}

/** Whether every change of a table is applied. */
export function isTableOn({ mode, collections }: Control, table: string): boolean {
  const own = collections[table] ?? mode;
  return own === 'on' || own === 1;
}

/** Whether every change is applied. */
export function isFullyOn(control: Control): boolean {
  return ['unknown', ...Object.keys(control.collections)].every((table) => isTableOn(control, table));
}

/** How long an instance relies on what it has read: so soon a new mode is honoured. */
const FRESH_MS = 5000;

/** How long it relies on it when Firestore cannot be read. */
const STALE_MS = 60_000;

/**
 * The control as one instance sees it: read again when it is 5 s old, by one reader for all
 * invocations. Costs at most 17,280 reads a day for an instance that is always busy, none for an idle one.
 */
export class ControlReader {
  readonly #read: () => Promise<unknown>;
  #known: { control: Control; at: number } | undefined;
  #reading: Promise<Control> | undefined;

  /** @param read resolves to the fields of `system/sync`, or undefined when there is no document. */
  constructor(read: () => Promise<unknown>) {
    this.#read = read;
  }

  /** @throws when it cannot be read, and what was read last is older than a minute. */
  current(): Promise<Control> {
    if (this.#known !== undefined && Date.now() - this.#known.at < FRESH_MS)
      return Promise.resolve(this.#known.control);
    this.#reading ??= this.#readAgain().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #readAgain(): Promise<Control> {
    const at = Date.now();
    let fields: unknown;
    try {
      fields = await this.#read();
    } catch (error) {
      if (this.#known !== undefined && at - this.#known.at < STALE_MS) return this.#known.control;
      throw error;
    }
    const control = parseControl(fields);
    this.#known = { control, at };
    return control;
  }
}
