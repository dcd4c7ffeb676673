import { z } from 'zod';

/** Firestore's limit for one path segment, in bytes of UTF-8. */
const MAX_BYTES = 1500;

/** The id of a document, as an input names it: Firestore fails on any other text. */
export function idInput(maxCharacters: number): z.ZodType<string> {
  return z
    .string()
    .min(1)
    .max(maxCharacters)
    .refine(isDocumentId, { error: () => 'must be the id of a document' });
}

/** The uid of an account. */
export const uidInput = idInput(128);

function isDocumentId(text: string): boolean {
  const isReserved = /^(?:\.{1,2}|__.*__)$/s.test(text);
  return !isReserved && !text.includes('/') && text.isWellFormed() && Buffer.byteLength(text) <= MAX_BYTES;
}
