import { z } from 'zod';
import { readPersonCards, type PersonCard } from '../cards/index.ts';
import { callable, type CallContext } from '../platform/callable.ts';
import { labelInput, labelKey } from '../platform/documents/labels.ts';
import { embedder } from '../platform/embedder.ts';
import type { Freshness } from '../platform/freshness.ts';
import { invalidField } from '../platform/input.ts';
import type { Sql } from '../platform/postgres.ts';
import { unknownDepartment } from '../names/index.ts';
import { skillKey, splitSkillName, unknownSkill } from '../skills/index.ts';
import { explainMatch, type MatchExplanation } from './search/explainMatch.ts';
import { readProfiles } from './search/profile.ts';
import { rankPeople, type RankedPerson, type Ranking } from './search/rankPeople.ts';
import { cursorAfter, skipToCursor } from './search/searchCursor.ts';
import { indexForSearch } from './search/searchQueue.ts';

const input = z.strictObject({
  query: z.string().trim().min(1).max(500),
  limit: z.int().min(1).max(50).default(10),
  department: labelInput.optional(),
  role: z.enum(['student', 'alumni', 'faculty']).optional(),
  /** People must have all of them, in any spelling. */
  skills: z.array(z.string().trim().min(1).max(100)).max(10).default([]),
  /** Whether all of `skills` must have been verified. */
  verified: z.boolean().default(false),
  /** From the previous page. */
  cursor: z.string().max(3000).optional(),
});

/** A person who matches, how well they match, and why. */
interface FoundTalent extends MatchExplanation {
  person: PersonCard;
  /** 0 to 1; see search/documentScorer.ts. */
  score: number;
}

export interface SearchedTalent extends Freshness {
  people: FoundTalent[];
  /** For the next page; null on the last one. */
  cursor: string | null;
}

/**
 * For signed-in users: the people who match a free text best, by words (including misspellings, inflections and
 * synonyms) and by meaning. `department`, `role` and `skills` must all match; with `verified`, the skills must be
 * verified, too. Answers are not cached, so changes are found at once.
 */
export const searchTalent = callable({
  name: 'searchTalent',
  input,
  options: { memory: '1GiB', concurrency: 20 },
  handle: (context, request) => findTalent(context, request, null),
});

const STILL_INDEXING = 'Some profiles are still being indexed, so more people will be found within minutes.';

/**
 * A page of the people who match best.
 *
 * @param candidates ranks only these people, and lists them even if they do not match; null for everyone
 */
export async function findTalent(
  { sql, now }: Pick<CallContext, 'sql' | 'now'>,
  { query: text, limit, cursor, ...filters }: z.infer<typeof input>,
  candidates: string[] | null,
): Promise<SearchedTalent> {
  const { department: departmentKey = null, role = null, verified: areVerified } = filters;
  const spellings = filters.skills.flatMap(splitSkillName);
  const skills = [...new Set(spellings.map(skillKey))];
  if (areVerified && skills.length === 0) throw invalidField('verified', 'must be given with `skills`');
  const { isBehind, ...state } = await indexForSearch(sql, text);
  const filter = { departmentKey, role, skills, areVerified, candidates };
  const ranking = await rankPeople(sql, text, filter, limit, state, embedder);
  const cursorKey = [text, departmentKey, role, skills, areVerified];
  const remaining = cursor === undefined ? ranking.ranked : skipToCursor(cursorKey, cursor, ranking.ranked);
  const people: FoundTalent[] = [];
  let read = 0;
  // The index may lag behind: people who are deleted, have hidden or no longer pass the filter are replaced by the next
  // ones.
  while (people.length < limit && read < remaining.length) {
    const next = remaining.slice(read, read + limit - people.length);
    read += next.length;
    people.push(...(await readTalent(sql, now, next, ranking, { departmentKey, role })));
  }
  const last = remaining[read - 1];
  const isEmpty = people.length === 0 && cursor === undefined;
  const hasMore = last !== undefined && read < remaining.length;
  return {
    asOf: now.toISOString(),
    missing:
      (isEmpty ? await unknownFilter(sql, departmentKey, spellings) : null) ??
      (isBehind ? STILL_INDEXING : null),
    people,
    cursor: hasMore ? cursorAfter(cursorKey, last) : null,
  };
}

/** Why nobody passes the filter, if it names a department or a skill that nobody has. */
async function unknownFilter(
  sql: Sql,
  departmentKey: string | null,
  skills: string[],
): Promise<string | null> {
  return (await unknownDepartment(sql, departmentKey)) ?? (await unknownSkill(sql, skills));
}

/** The current profiles of ranked people that still pass the filter. */
async function readTalent(
  sql: Sql,
  now: Date,
  ranked: RankedPerson[],
  { query, vocabulary }: Ranking,
  filter: { departmentKey: string | null; role: string | null },
): Promise<FoundTalent[]> {
  const ids = ranked.map(({ id }) => id);
  const [profiles, cards] = await Promise.all([
    readProfiles(sql, ids),
    readPersonCards(sql, now, ids, 'search'),
  ]);
  return ranked.flatMap(({ id, score, expansion }) => {
    const [profile, person] = [profiles.get(id), cards.get(id)];
    if (profile === undefined || person === undefined) return [];
    const { role, department } = profile;
    if (filter.departmentKey !== null && labelKey(department) !== filter.departmentKey) return [];
    if (filter.role !== null && role !== filter.role) return [];
    return [{ person, score, ...explainMatch(profile, expansion, query, vocabulary) }];
  });
}
