import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Firestore } from '../../platform/firestore.ts';
import { DAY_MS } from '../../learning/calendar.ts';
import { encodeMap } from '../../platform/documents/encoding.ts';

/** The document in which operators set what the writer applies: see {@link Control}. */
export const CONTROL_PATH = 'system/sync';

/**
 * How long Pub/Sub retains a nacked message, in milliseconds: what Eventarc sets for the subscriptions that
 * Cloud Functions create (https://cloud.google.com/eventarc/docs/retry-events). A longer pause loses
 * messages, which the repair after it makes up for.
 */
export const RETENTION_MS = DAY_MS;

/** What is applied: everything, nothing, or this share of the documents, chosen by a hash of their path. */
const modeSchema = z.union([z.literal('on'), z.literal('paused'), z.number().min(0).max(1)], {
  error: 'must be "on", "paused", or a share of the documents from 0 to 1',
});
export type Mode = z.infer<typeof modeSchema>;

const controlSchema = z.object({
  mode: modeSchema.default('on'),
  /** Exceptions by table; all other tables follow `mode`. */
  collections: z.record(z.string(), modeSchema).default({}),
  /** Start of the pause, as RFC 3339; kept until its losses are repaired. */
  pausedSince: z.iso.datetime().nullish().default(null),
});

/** The contents of `system/sync`. Without the document, everything is on. */
export type Control = z.infer<typeof controlSchema>;

/** Parses the fields of `system/sync`; undefined stands for no document. @throws Error if they are invalid. */
export function parseControl(fields: unknown): Control {
  const parsed = controlSchema.safeParse(fields ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(
    `${CONTROL_PATH} in Firestore is invalid (${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}) and nothing is applied: fix it with "npm run sync-control -- on" or "-- pause"`,
  );
}

/** Reads the fields of `system/sync`, for {@link parseControl}. */
export async function readControlFields(firestore: Firestore): Promise<unknown> {
  const fields = (await firestore.doc(CONTROL_PATH).get()).data();
  return fields === undefined ? undefined : encodeMap(fields);
}

/** Whether changes of this document are applied. */
export function isOn(control: Control, table: string, path: string): boolean {
  const mode = control.collections[table] ?? control.mode;
  if (mode === 'on' || mode === 'paused') return mode === 'on';
  return createHash('md5').update(path).digest().readUInt32BE() / 2 ** 32 < mode;
}

/** Whether every change of a table is applied. */
export function isTableOn({ mode, collections }: Control, table: string): boolean {
  const tableMode = collections[table] ?? mode;
  return tableMode === 'on' || tableMode === 1;
}

/** Whether every change is applied. */
export function isFullyOn(control: Control): boolean {
  return ['unknown', ...Object.keys(control.collections)].every((table) => isTableOn(control, table));
}
