import { z } from 'zod';
import { callable, type CallContext } from '../platform/callable.ts';
import { embedder } from '../platform/embedder.ts';
import { skillKey } from '../skills/index.ts';
import { behind, cursorAfter } from './search/cursor.ts';
import { readProfiles } from './search/document.ts';
import { whyFound, type Why } from './search/highlights.ts';
import { indexFew } from './search/indexer.ts';
import { rank } from './search/rank.ts';

const input = z.strictObject({
  query: z.string().trim().min(1).max(500),
  limit: z.int().min(1).max(50).default(10),
  department: z.string().trim().min(1).max(255).optional(),
  role: z.enum(['student', 'alumni', 'faculty']).optional(),
  /** All of them, by any spelling. */
  skills: z.array(z.string().trim().min(1).max(100)).max(10).default([]),
  /** Of the page before. */
  cursor: z.string().max(3000).optional(),
});

/** Somebody who fits: what everybody may see of them, how well, and why. */
interface FoundTalent extends Why {
  id: string;
  name: string;
  role: string | null;
  department: string | null;
  /** From 0 to 1; see search/score.ts. */
  score: number;
}

export interface SearchedTalent {
  people: FoundTalent[];
  /** For the next page; null on the last one. */
  cursor: string | null;
}

/**
 * For everybody who is signed in: the people who fit a free text best, by words (misspelt, inflected, or other
 * names of the same) and by meaning. All of `department`, `role` and `skills` have to hold. Answers are not
 * cached: whoever a change makes fit is found at once.
 */
export const searchTalent = callable({
  name: 'searchTalent',
  allow: 'signed-in',
  input,
  options: { memory: '1GiB', concurrency: 20 },
  handle: (context, question) => findTalent(context, question, null),
});

/**
 * The page of people who fit the question best.
 *
 * @param candidates ranks these people alone, and lists them even when they do not fit; null for everybody
 */
export async function findTalent(
  { sql }: Pick<CallContext, 'sql'>,
  { query, limit, cursor, ...filters }: z.infer<typeof input>,
  candidates: string[] | null,
): Promise<SearchedTalent> {
  const { department = null, role = null } = filters;
  const skills = [...new Set(filters.skills.map(skillKey))];
  const state = await indexFew(sql);
  const filter = { department, role, skills, candidates };
  const { ranked, question, vocabulary } = await rank(sql, query, filter, limit, state, embedder);
  const asked = [query, department, role, skills];
  const left = cursor === undefined ? ranked : behind(asked, cursor, ranked);
  const people: FoundTalent[] = [];
  let read = 0;
  // Who is not live, or no longer fits the filter, is left out, and others come in their place.
  while (people.length < limit && read < left.length) {
    const next = left.slice(read, read + limit - people.length);
    read += next.length;
    const profiles = await readProfiles(
      sql,
      next.map(({ id }) => id),
    );
    for (const { id, score, phrase } of next) {
      const profile = profiles.get(id);
      if (profile === undefined) continue;
      const { name, role: has, department: at } = profile;
      if ((department !== null && at !== department) || (role !== null && has !== role)) continue;
      const why = whyFound(profile, phrase, question, vocabulary);
      people.push({ id, name, role: has, department: at, score, ...why });
    }
  }
  const last = left[read - 1];
  const more = last !== undefined && read < left.length;
  return { people, cursor: more ? cursorAfter(asked, last) : null };
}
