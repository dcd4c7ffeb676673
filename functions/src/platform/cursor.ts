import { z } from 'zod';
import type { DomainError } from './errors.ts';
import { invalidField, parseJson } from './input.ts';

/** What an answer says of its next page. */
export const nextCursor = z.string().nullable().describe('Gets the next page; null on the last one.');

/** An opaque cursor to the next page of an answer, which says where that begins. */
export function makeCursor(content: unknown): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

/** What a cursor says; null if it is none of this shape. */
export function readCursor<Content>(schema: z.ZodType<Content>, cursor: string): Content | null {
  try {
    const content = parseJson(Buffer.from(cursor, 'base64url').toString());
    return schema.safeParse(content).data ?? null;
  } catch {
    return null;
  }
}

/** The error for a cursor that is none, or belongs to another query. */
export function foreignCursor(): DomainError {
  return invalidField('cursor', 'invalid', 'belongs to another query');
}
