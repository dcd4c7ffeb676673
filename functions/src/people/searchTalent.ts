import { z } from 'zod';
import { personCard, readPersonCards } from '../cards/index.ts';
import { callable, type CallContext } from '../platform/callable.ts';
import { nextCursor } from '../platform/cursor.ts';
import { labelInput, labelKey } from '../platform/documents/labels.ts';
import { embedder } from '../platform/embedder.ts';
import { freshnessFields } from '../platform/freshness.ts';
import { invalidField } from '../platform/input.ts';
import { share } from '../platform/output.ts';
import type { Sql } from '../platform/postgres.ts';
import { unknownDepartment } from '../names/index.ts';
import { skillKey, splitSkillName, unknownSkill } from '../skills/index.ts';
import { roleFilter } from './roleFilter.ts';
import { explainMatch, matchExplanation } from './search/explainMatch.ts';
import { readProfiles } from './search/profile.ts';
import { rankPeople, type RankedPerson, type Ranking } from './search/rankPeople.ts';
import { cursorAfter, skipToCursor } from './search/searchCursor.ts';
import { indexForSearch } from './search/searchQueue.ts';

const input = z.strictObject({
  query: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .describe(
      'Free text, in any script. All of its words count, and the meaning of its first 300 characters. People whose name it is come first.',
    ),
  limit: z.int().min(1).max(50).default(10),
  department: labelInput.optional().describe('Only people of this department.'),
  role: roleFilter.optional().describe('Only people with this role; by default everybody.'),
  skills: z
    .array(z.string().trim().min(1).max(100))
    .max(10)
    .default([])
    .describe('Only people who have all of these, in any spelling.'),
  verified: z
    .boolean()
    .default(false)
    .describe('With `skills`: only people for whom all of these were verified, at any level.'),
  cursor: z
    .string()
    .max(3000)
    .optional()
    .describe(
      '`cursor` of the previous page, with the same query and filters. Pages reach about 600 people.',
    ),
});

const foundTalent = z
  .strictObject({
    person: personCard,
    score: share.describe('How well they match; comparable within one query, on all its pages.'),
    ...matchExplanation,
  })
  .meta({ id: 'FoundTalent', description: 'A person who matches a query, and why.' });

const output = z
  .strictObject({
    ...freshnessFields,
    people: z.array(foundTalent).describe('The best matches first.'),
    cursor: nextCursor,
  })
  .meta({ id: 'SearchedTalent' });

type FoundTalent = z.infer<typeof foundTalent>;
export type SearchedTalent = z.infer<typeof output>;

/** For signed-in users: the people who match a free text best; see search/documentScorer.ts. */
export const searchTalent = callable({
  name: 'searchTalent',
  description: `The people who best match a free text.

It searches names, departments, bios, skills, positions and posts, by words (including misspellings, inflections and other names for the same thing) and by meaning; all filters must hold. Answers are not cached, so a change is found at once; meanings may be five minutes behind. After many profiles have just been copied, the profiles and positions of people who are not indexed yet are searched word by word, and \`missing\` says so.`,
  input,
  output,
  errors: [],
  idempotent: true,
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
  if (areVerified && skills.length === 0)
    throw invalidField('verified', 'invalid', 'must be given with `skills`');
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
