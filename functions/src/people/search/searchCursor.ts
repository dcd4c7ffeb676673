import { createHash } from 'node:crypto';
import { z } from 'zod';
import { foreignCursor, makeCursor, readCursor } from '../../platform/cursor.ts';
import type { RankedPerson } from './rankPeople.ts';

const content = z.tuple([z.string(), z.number(), z.string()]);

/** An opaque cursor to the page after a person. It is only valid for the same query. */
export function cursorAfter(query: unknown, { score, id }: RankedPerson): string {
  return makeCursor([digest(query), score, id]);
}

/**
 * The people after a cursor. A cursor is a score and an id rather than an offset, so people who appear or disappear
 * before it do not shift the page.
 *
 * @throws DomainError `bad-input` if it is not a cursor of this query
 */
export function skipToCursor(query: unknown, cursor: string, ranked: RankedPerson[]): RankedPerson[] {
  const [of, score, id] = readCursor(content, cursor) ?? [null, 0, ''];
  if (of !== digest(query)) throw foreignCursor();
  return ranked.filter((other) => other.score < score || (other.score === score && other.id > id));
}

function digest(query: unknown): string {
  return createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, 12);
}
