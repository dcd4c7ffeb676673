import type { z } from 'zod';
import { lenient, toDocumentId } from '../platform/documents/fields.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** More than anybody shows at once. */
const MAX_MEDIA = 100;

/**
 * The ids of uploaded media that a document names: a list of ids or of references, or a single one. What can
 * be no such id is left out, and so is everything after the first hundred.
 */
export const mediaList: z.ZodType<string[]> = lenient((value) => {
  const entries = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const ids = entries.map((entry) => toDocumentId(entry)?.toLowerCase() ?? '').filter((id) => UUID.test(id));
  return [...new Set(ids)].slice(0, MAX_MEDIA);
});
