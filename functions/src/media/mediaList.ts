import type { z } from 'zod';
import { lenient, toDocumentId } from '../platform/documents/fields.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** More than any document shows. */
const MAX_MEDIA = 100;

/**
 * Ids of the uploaded files that a document references: a list of ids or references, or a single one. Values that
 * are not valid ids are dropped, and so is everything after the first 100.
 */
export const mediaList: z.ZodType<string[]> = lenient((value) => {
  const entries = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const ids = entries.map((entry) => toDocumentId(entry)?.toLowerCase() ?? '').filter((id) => UUID.test(id));
  return [...new Set(ids)].slice(0, MAX_MEDIA);
});
