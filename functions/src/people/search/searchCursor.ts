import { createHash } from 'node:crypto';
import { z } from 'zod';
import { invalidField } from '../../platform/input.ts';
import type { RankedPerson } from './rankPeople.ts';

const content = z.tuple([z.string(), z.number(), z.string()]);

/** An opaque cursor to the page after a person. It is only valid for the same query. */
export function cursorAfter(query: unknown, { score, id }: RankedPerson): string {
  return Buffer.from(JSON.stringify([digest(query), score, id])).toString('base64url');
}

/**
 * The people after a cursor. A cursor is a score and an id rather than an offset, so people who appear or disappear
 * before it do not shift the page.
 *
 * @throws DomainError `bad-input` if it is not a cursor of this query
 */
export function skipToCursor(query: unknown, cursor: string, ranked: RankedPerson[]): RankedPerson[] {
  const parsed = content.safeParse(parse(cursor));
  if (!parsed.success || parsed.data[0] !== digest(query)) {
    throw invalidField('cursor', 'belongs to another query');
  }
  const [, score, id] = parsed.data;
  return ranked.filter((other) => other.score < score || (other.score === score && other.id > id));
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
}

function digest(query: unknown): string {
  return createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, 12);
}
