import { createHash } from 'node:crypto';
import { z } from 'zod';
import { invalidField } from '../../platform/input.ts';
import type { Ranked } from './rank.ts';

const content = z.tuple([z.string(), z.number(), z.string()]);

/** Where a page ended, for whoever asks for the next one: opaque, and of no use with another question. */
export function cursorAfter(question: unknown, { score, id }: Ranked): string {
  return Buffer.from(JSON.stringify([digest(question), score, id])).toString('base64url');
}

/**
 * What comes behind the place where a page ended. The place is a score and an id rather than a number, so who
 * comes or goes before it moves nobody to another page.
 *
 * @throws DomainError for text that is no cursor of this question.
 */
export function behind(question: unknown, cursor: string, ranked: Ranked[]): Ranked[] {
  const parsed = content.safeParse(parse(cursor));
  if (!parsed.success || parsed.data[0] !== digest(question)) {
    throw invalidField('cursor', 'belongs to another question');
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

function digest(question: unknown): string {
  return createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 12);
}
