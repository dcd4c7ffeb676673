import { refreshSearchIndex } from '../../functions/src/people/search/refreshSearchIndex.ts';
import { findTalent, searchTalent } from '../../functions/src/people/searchTalent.ts';
import { z } from 'zod';
import { rankTitles } from '../../functions/src/careers/paths/rankTitles.ts';
import { forecastActivity } from '../../functions/src/engagement/forecast/forecastActivity.ts';
import { readActivity } from '../../functions/src/engagement/forecast/readActivity.ts';
import { forecastModel } from '../../functions/src/engagement/forecast/forecastModel.ts';
import { findSimilarStudents, similarStudents } from '../../functions/src/people/similarStudents.ts';
import { recommendations } from '../../functions/src/recommendations/recommendations.ts';
import { skillKey } from '../../functions/src/skills/skillKey.ts';
import { rankCandidates } from '../../functions/src/recommendations/lists/makeList.ts';
import { viewerOf } from '../../functions/src/insights/disclosure/disclosureViewer.ts';
import { readRelatedEvents } from '../../functions/src/insights/queries/relatedEvents.ts';
import { eventInsights } from '../../functions/src/insights/eventInsights.ts';
import { userAnalytics, type UserAnalytics } from '../../functions/src/insights/userAnalytics.ts';
import type { Callable, CallContext } from '../../functions/src/platform/callable.ts';
import { embedder } from '../../functions/src/platform/embedder.ts';
import { tokenOfRow } from '../lib/callContext.ts';
import { callerOf } from '../../functions/src/platform/identity/caller.ts';
import { reachOf } from '../../functions/src/platform/identity/policy.ts';
import { parseInput } from '../../functions/src/platform/input.ts';
import { pgArray, type Sql } from '../../functions/src/platform/postgres.ts';

interface Ranked {
  id: string;
  score: number;
}

/** What a question asks for, besides the callable's own input. */
interface Wanted {
  limit: number;
  /** Ranks these ids alone; null for all. */
  candidates: string[] | null;
}

/** Answers a question with a ranking. */
export type Kind = (
  context: CallContext,
  input: Record<string, unknown>,
  wanted: Wanted,
) => Promise<Ranked[]>;

/** The kinds of questions, named after the callables. */
export const KINDS: Record<string, Kind> = {
  similarStudents: similarStudentsRanking,
  recommendations: withSkillsByName(recommendationRanking),
  eventInsights: relatedEventRanking,
  userAnalytics: async (context, input, { limit }) =>
    ownFigures(await answer(userAnalytics, context, { ...input, limit })),
  searchTalent: talentRanking,
  engagementForecast,
  careerPaths,
};

/** What the callable's own handler answers to this input; `limit` may exceed what the callable allows. */
function answer<Input extends { limit: number }, Output>(
  { definition }: Callable<Input, Output>,
  context: CallContext,
  { limit, ...input }: Record<string, unknown> & { limit: number },
): Promise<Output> {
  return definition.handle(context, { ...parseInput(definition.input, input), limit });
}

async function similarStudentsRanking(
  context: CallContext,
  input: Record<string, unknown>,
  { limit, candidates }: Wanted,
): Promise<Ranked[]> {
  const { department: departmentKey = null, role = null } = parseInput(
    similarStudents.definition.input,
    input,
  );
  const { students } = await findSimilarStudents(context, { departmentKey, role, candidates }, limit);
  return students.map(({ person, score }) => ({ id: person.id, score }));
}

async function recommendationRanking(
  context: CallContext,
  input: Record<string, unknown>,
  { limit, candidates }: Wanted,
): Promise<Ranked[]> {
  if (candidates === null) {
    const { recommendations: list } = await answer(recommendations, context, { ...input, limit });
    return list;
  }
  const { type } = parseInput(recommendations.definition.input, input);
  return (await rankCandidates(context, type, candidates)).slice(0, limit);
}

/** The events that share visitors with the one in question, by the lower end of the lift's interval. */
async function relatedEventRanking(
  context: CallContext,
  input: Record<string, unknown>,
  { limit, candidates }: Wanted,
): Promise<Ranked[]> {
  const { definition } = eventInsights;
  const reach = reachOf(definition.access, callerOf(await tokenOfRow(context.sql, context.uid)));
  if (candidates === null) {
    const { related } = await answer(eventInsights, { ...context, reach }, { ...input, limit });
    return related.map(({ event, low }) => ({ id: event.id, score: low }));
  }
  const { eventId } = parseInput(definition.input, input);
  const viewer = viewerOf({ reach });
  const related = await readRelatedEvents(context.sql, viewer, eventId, { limit, candidates });
  return related.map(({ id, low }) => ({ id, score: low }));
}

/** Brings the search index up to date first, as the schedule does every few minutes. */
async function talentRanking(
  context: CallContext,
  input: Record<string, unknown>,
  { limit, candidates }: Wanted,
): Promise<Ranked[]> {
  const [pending] = await context.sql`select from search_queue limit 1`;
  if (pending) await refreshSearchIndex(context.sql, await embedder());
  const question = { ...parseInput(searchTalent.definition.input, input), limit };
  const { people } = await findTalent(context, question, candidates);
  return people.map(({ person, score }) => ({ id: person.id, score }));
}

/**
 * The candidates (without any, everybody) by their probability of being active within so many days, which is the
 * score. Empty when there is too little history for a forecast.
 */
async function engagementForecast(
  { sql, now }: CallContext,
  input: Record<string, unknown>,
  { limit, candidates }: Wanted,
): Promise<Ranked[]> {
  const { days } = parseInput(z.strictObject({ days: z.literal([30, 60]).default(60) }), input);
  const { parameters } = await forecastModel.inUse(sql);
  if (parameters === null) return [];
  return (await readActivity(sql, now, candidates))
    .map((history) => ({
      id: history.id,
      score: forecastActivity(parameters.horizons, history, now)[
        days === 30 ? 'within30Days' : 'within60Days'
      ],
    }))
    .sort((a, b) => b.score - a.score)
    .slice(0, limit);
}

/**
 * A timeline names skills as it spells them, while the suite merges all spellings. So candidates are names, and the
 * ranking returns them as given; without candidates it returns the spelling that most profiles use.
 */
function withSkillsByName(kind: Kind): Kind {
  return async (context, input, { limit, candidates }) => {
    if (input['type'] !== 'skill') return kind(context, input, { limit, candidates });
    const { sql } = context;
    const given = candidates === null ? null : await skillsNamed(sql, candidates);
    const ranked = await kind(context, input, { limit, candidates: given && [...given.keys()] });
    const spellings =
      given ??
      (await commonSpellings(
        sql,
        ranked.map(({ id }) => id),
      ));
    return ranked.map(({ id, score }) => ({ id: spellings.get(id) ?? id, score }));
  };
}

/** The ids of skills, each with the name by which it was given. */
async function skillsNamed(sql: Sql, names: string[]): Promise<Map<string, string>> {
  const keyed = JSON.stringify(names.map((name) => ({ name, key: skillKey(name) })));
  const rows = await sql<{ id: string; name: string }[]>`
    select coalesce(alias.skill_id, skills.id)::text as id, named.name
    from jsonb_to_recordset(${keyed}::text::jsonb) as named (name text, key text)
    left join skill_aliases as alias using (key)
    left join skills using (key)
    where coalesce(alias.skill_id, skills.id) is not null`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Spellings by skill id, remembered for each database. */
const SPELLINGS = new WeakMap<Sql, Map<string, string>>();

/** Profiles that are read for the spelling of a skill. */
const SPELLING_PROFILES = 20;

async function commonSpellings(sql: Sql, ids: string[]): Promise<Map<string, string>> {
  const spellings = SPELLINGS.get(sql) ?? new Map<string, string>();
  SPELLINGS.set(sql, spellings);
  const unknown = ids.filter((id) => !spellings.has(id));
  if (unknown.length === 0) return spellings;
  const rows = await sql<{ id: string; name: string; profiles: (string | { name?: string })[][] }[]>`
    select skills.id::text, skills.name, (
      select coalesce(json_agg(skills), '[]')
      from (
        select firebase_data -> 'skills' as skills
        from user_skills join users on users.id = user_id
        where skill_id = skills.id
        limit ${SPELLING_PROFILES}
      ) as profile
    ) as profiles
    from skills
    where id = any(${pgArray(unknown)}::integer[])`;
  for (const { id, name, profiles } of rows) {
    const key = skillKey(name);
    const written = profiles
      .flat()
      .map((skill) => (typeof skill === 'string' ? skill : (skill.name ?? '')))
      .filter((spelling) => skillKey(spelling) === key);
    const counted = [...Map.groupBy(written, (spelling) => spelling)].sort(
      ([, a], [, b]) => b.length - a.length,
    );
    spellings.set(id, counted[0]?.[0] ?? name);
  }
  return spellings;
}

/** Not a ranking, but the user's own figures by name. */
function ownFigures({ streaks, month, year }: UserAnalytics): Ranked[] {
  const { percentile, ...lastMonth } = month;
  const figures = {
    percentile,
    currentStreak: streaks.current,
    longestStreak: streaks.longest,
    ...Object.fromEntries(Object.entries(lastMonth).map(([name, count]) => [`month.${name}`, count])),
    ...Object.fromEntries(Object.entries(year).map(([name, count]) => [`year.${name}`, count])),
  };
  return Object.entries(figures).map(([id, score]) => ({ id, score: score ?? 0 }));
}

/**
 * Titles by their probability of being the user's next one. Candidates may be spelt in any way; without candidates, the
 * ids are titles as most people write them.
 */
async function careerPaths(
  { uid, sql, now }: CallContext,
  input: Record<string, unknown>,
  { limit, candidates }: Wanted,
): Promise<Ranked[]> {
  parseInput(z.strictObject({}), input);
  const ranked = await rankTitles(sql, now, uid, candidates);
  return ranked.map(({ title, probability }) => ({ id: title, score: probability })).slice(0, limit);
}
