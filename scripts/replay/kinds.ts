import { indexEverybody } from '../../functions/src/people/search/indexer.ts';
import { searchTalent } from '../../functions/src/people/searchTalent.ts';
import { z } from 'zod';
import { rankTitles } from '../../functions/src/careers/paths/rankTitles.ts';
import { forecastActivity } from '../../functions/src/engagement/forecast/forecastActivity.ts';
import { readActivity } from '../../functions/src/engagement/forecast/readActivity.ts';
import { forecastModel } from '../../functions/src/engagement/forecast/forecastModel.ts';
import { similarStudents } from '../../functions/src/people/similarStudents.ts';
import { recommendations } from '../../functions/src/recommendations/recommendations.ts';
import { skillKey } from '../../functions/src/skills/skillKey.ts';
import { eventInsights } from '../../functions/src/insights/eventInsights.ts';
import { userAnalytics, type UserAnalytics } from '../../functions/src/insights/userAnalytics.ts';
import type { Callable, CallContext } from '../../functions/src/platform/callable.ts';
import { embedder } from '../../functions/src/platform/embedder.ts';
import { parseInput } from '../../functions/src/platform/input.ts';
import { pgArray, type Sql } from '../../functions/src/platform/postgres.ts';

interface Ranked {
  id: string;
  score: number;
}

/** Answers a question with a ranking. */
export type Kind = (context: CallContext, input: Record<string, unknown>, limit: number) => Promise<Ranked[]>;

/** What can be asked, by the callable's name. */
export const KINDS: Record<string, Kind> = {
  similarStudents: ranking(similarStudents, ({ students }) => students),
  recommendations: withSkillsByName(ranking(recommendations, ({ recommendations: list }) => list)),
  // The events that share visitors with the one that is asked about, by the lower end of the lift's interval.
  eventInsights: ranking(eventInsights, ({ related }) => related.map(({ id, low }) => ({ id, score: low }))),
  // No ranking, but somebody's own figures by name.
  userAnalytics: ranking(userAnalytics, ownFigures),
  searchTalent: afterIndexing(ranking(searchTalent, ({ people }) => people)),
  engagementForecast,
  careerPaths,
};

/** The search index is brought up to date first, as the schedule does every few minutes. */
function afterIndexing(kind: Kind): Kind {
  return async (context, input, limit) => {
    const [waiting] = await context.sql`select from search_queue limit 1`;
    if (waiting) await indexEverybody(context.sql, await embedder());
    return kind(context, input, limit);
  };
}

/**
 * The candidates (without any, everybody) by how likely they are to be active within so many days, which is their
 * score. Nobody when there is too little history to say.
 */
async function engagementForecast(
  { sql, now, among }: CallContext,
  input: Record<string, unknown>,
  limit: number,
): Promise<Ranked[]> {
  const { days } = parseInput(z.strictObject({ days: z.literal([30, 60]).default(60) }), input);
  const { parameters } = await forecastModel.inUse(sql);
  if (parameters === null) return [];
  return (await readActivity(sql, now, among))
    .map((known) => ({
      id: known.id,
      score: forecastActivity(parameters.horizons, known, now)[days === 30 ? 'within30Days' : 'within60Days'],
    }))
    .sort((a, b) => b.score - a.score)
    .slice(0, limit);
}

/**
 * A callable's own handler as a kind.
 *
 * @param ranked takes the ranking out of the answer
 */
function ranking<Input extends { limit: number }, Output>(
  { definition }: Callable<Input, Output>,
  ranked: (answer: Output) => Ranked[],
): Kind {
  return async (context, input, limit) =>
    ranked(await definition.handle(context, { ...parseInput(definition.input, input), limit }));
}

/**
 * A timeline knows skills by the names that it writes, which the suite brings to one for all spellings. So the
 * candidates are names, and the ranking holds them as they were given, or as most of some profiles write them.
 */
function withSkillsByName(kind: Kind): Kind {
  return async (context, input, limit) => {
    if (input['type'] !== 'skill') return kind(context, input, limit);
    const { sql, among } = context;
    const given = among === null ? null : await skillsNamed(sql, among);
    const ranked = await kind({ ...context, among: given && [...given.keys()] }, input, limit);
    const written =
      given ??
      (await asWritten(
        sql,
        ranked.map(({ id }) => id),
      ));
    return ranked.map(({ id, score }) => ({ id: written.get(id) ?? id, score }));
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

/** How skills are written, by their ids: what was found before is not looked for again. */
const WRITTEN = new WeakMap<Sql, Map<string, string>>();

/** Profiles that are looked at for the spelling of a skill. */
const PROFILES = 20;

async function asWritten(sql: Sql, ids: string[]): Promise<Map<string, string>> {
  const written = WRITTEN.get(sql) ?? new Map<string, string>();
  WRITTEN.set(sql, written);
  const unknown = ids.filter((id) => !written.has(id));
  if (unknown.length === 0) return written;
  const rows = await sql<{ id: string; name: string; profiles: (string | { name?: string })[][] }[]>`
    select skills.id::text, skills.name, (
      select coalesce(json_agg(skills), '[]')
      from (
        select firebase_data -> 'skills' as skills
        from user_skills join users on users.id = user_id
        where skill_id = skills.id
        limit ${PROFILES}
      ) as profile
    ) as profiles
    from skills
    where id = any(${pgArray(unknown)}::integer[])`;
  for (const { id, name, profiles } of rows) {
    const key = skillKey(name);
    const spellings = profiles
      .flat()
      .map((skill) => (typeof skill === 'string' ? skill : (skill.name ?? '')))
      .filter((spelling) => skillKey(spelling) === key);
    const counted = [...Map.groupBy(spellings, (spelling) => spelling)].sort(
      ([, a], [, b]) => b.length - a.length,
    );
    written.set(id, counted[0]?.[0] ?? name);
  }
  return written;
}

function ownFigures({ streaks, month, year }: UserAnalytics): Ranked[] {
  const { percentile, ...lastMonth } = month;
  const figures = {
    percentile,
    currentStreak: streaks.current,
    longestStreak: streaks.longest,
    ...Object.fromEntries(Object.entries(lastMonth).map(([name, count]) => [`month.${name}`, count])),
    ...Object.fromEntries(Object.entries(year).map(([name, count]) => [`year.${name}`, count])),
  };
  return Object.entries(figures).map(([id, score]) => ({ id, score }));
}

/**
 * Titles by how likely they are to come next for the user. Candidates are titles, however they are written;
 * without any, the ids are titles as most people write them.
 */
async function careerPaths(
  { uid, sql, now, among }: CallContext,
  input: Record<string, unknown>,
  limit: number,
): Promise<Ranked[]> {
  parseInput(z.strictObject({}), input);
  const ranked = await rankTitles(sql, now, uid, among);
  return ranked.map(({ title, probability }) => ({ id: title, score: probability })).slice(0, limit);
}
