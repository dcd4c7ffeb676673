import { z } from 'zod';
import type { JsonObject } from '../../platform/documents/json.ts';

/**
 * What happened to one document: the message from a trigger to the writer.
 *
 * - `upsert` carries the whole document.
 * - `delete` carries only its version.
 * - `reread` points to a document too large for a message; the writer reads it from Firestore.
 * - `refused` says why a document could not be encoded; it becomes a dead letter.
 */
export type Change = Upsert | Delete | Reread | Refused;

export interface Upsert {
  kind: 'upsert';
  /** Path relative to the database: `users/ada`. */
  path: string;
  /** See version.ts. */
  version: number;
  createTime: string | null;
  updateTime: string;
  data: JsonObject;
}

export interface Delete {
  kind: 'delete';
  path: string;
  version: number;
}

interface Reread {
  kind: 'reread';
  path: string;
  version: number;
}

interface Refused {
  kind: 'refused';
  path: string;
  version: number;
  reason: string;
}

/** A document path: an even number of non-empty segments. */
const path = z.string().regex(/^[^/]+\/[^/]+(\/[^/]+\/[^/]+)*$/s);
const version = z.int().positive();

const changeSchema: z.ZodType<Change> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('upsert'),
    path,
    version,
    createTime: z.string().nullable(),
    updateTime: z.string(),
    data: z.custom<JsonObject>(
      (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    ),
  }),
  z.object({ kind: z.literal('delete'), path, version }),
  z.object({ kind: z.literal('reread'), path, version }),
  z.object({ kind: z.literal('refused'), path, version, reason: z.string() }),
]);

/**
 * Largest change, in bytes of JSON, that travels inside a message. The writer receives messages as base64
 * in events of at most 512 KB (https://cloud.google.com/eventarc/docs/quotas), and holds as many of them
 * in memory as its concurrency allows.
 */
export const MAX_INLINE_BYTES = 64_000;

/** Encodes a change as a message; a change that is too large becomes a `reread`. */
export function encodeChange(change: Change): Buffer {
  const message = Buffer.from(JSON.stringify(change));
  if (message.length <= MAX_INLINE_BYTES) return message;
  const { path, version } = change;
  return Buffer.from(JSON.stringify({ kind: 'reread', path, version } satisfies Reread));
}

/** Decodes a message. @throws SyntaxError or ZodError if it is not a change. */
export function decodeChange(message: Buffer): Change {
  return changeSchema.parse(JSON.parse(message.toString()));
}
