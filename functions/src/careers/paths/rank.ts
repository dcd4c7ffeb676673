import { pgArray, type Sql } from '../../platform/postgres.ts';
import { occupationsOf } from '../occupations/occupation.ts';
import {
  comparable,
  nearest,
  titleSimilarity,
  type Comparable,
  type Neighbour,
  type OccupationSimilarities,
} from '../titles/neighbours.ts';
import { normaliseTitle, type Seniority, type Title } from '../titles/normalise.ts';
import { afterTitle, contextsOf, type Career } from './career.ts';
import { componentsAt, mixed, RANKED } from './learn.ts';
import { readParameters } from './parameters.ts';
import type { Lookup } from './tally.ts';

/** A title that may come next. */
export interface RankedTitle {
  key: string;
  /** From 0 to 1; all titles there are together have 1 at most. */
  probability: number;
}

/** Titles that are looked at as neighbours of one. */
const COMPARED = 300;

/** Occupations of the taxonomy that are offered where nobody of the campus has gone. */
const OFFERED = 20;

/**
 * What may come next for somebody, the likeliest first: from what others did in their situation, and what the
 * taxonomy says is alike.
 *
 * @param candidates titles that the ranking is of; null for those that others hold or the taxonomy offers
 */
export async function rankNext(
  sql: Sql,
  career: Career,
  candidates: readonly Title[] | null,
): Promise<RankedTitle[]> {
  const next = career.held.length;
  const last = career.held.at(-1)?.title ?? null;
  const { weights } = await readParameters(sql);
  const near = last === null ? [] : await nearTitles(sql, last, candidates);
  const situations = [
    ...contextsOf(career, next).map(({ id }) => id),
    ...near.map(({ key }) => afterTitle(key)),
  ];
  const moves = await readMoves(sql, situations, candidates);
  const components = componentsAt(career, next, lookupIn(moves), near);
  const titles =
    candidates?.map(({ key }) => key) ??
    [...moves.values()].flatMap(({ weights: moved }) => [...moved.keys()]).concat(near.map(({ key }) => key));
  return [...mixed(components, weights, new Set(titles))]
    .map(([key, probability]) => ({ key, probability }))
    .sort((a, b) => b.probability - a.probability || (a.key < b.key ? -1 : 1));
}

/** The titles most like one, of those that people hold, the candidates, and the taxonomy's. */
async function nearTitles(sql: Sql, title: Title, candidates: readonly Title[] | null): Promise<Neighbour[]> {
  const occupations = await occupationsOf(sql, [title, ...(candidates ?? [])]);
  const own = comparable(title, occupations.get(title.key) ?? null);
  const similar = await readSimilar(sql, own.occupation);
  const held = nearest(
    own,
    await readHeld(sql, own, similar),
    new Map(similar.map(({ id, similarity }) => [id, similarity])),
  );
  const others: OccupationSimilarities = new Map(similar.map(({ id, similarity }) => [id, similarity]));
  const known = new Set(held.map(({ key }) => key));
  const more =
    candidates === null
      ? similar
          .slice(0, OFFERED)
          .map(({ name, similarity }) => ({ key: normaliseTitle(name).key, similarity }))
      : candidates.map((candidate) => ({
          key: candidate.key,
          similarity: titleSimilarity(
            own,
            comparable(candidate, occupations.get(candidate.key) ?? null),
            others,
          ),
        }));
  const added = new Map(
    more.filter(({ key }) => !known.has(key) && key !== title.key).map((one) => [one.key, one]),
  );
  return [...held, ...added.values()].filter(({ similarity }) => similarity > 0);
}

interface Similar {
  id: number;
  name: string;
  similarity: number;
}

/** The occupations most like one, the most similar first. */
async function readSimilar(sql: Sql, occupation: number | null): Promise<Similar[]> {
  if (occupation === null) return [];
  return sql<Similar[]>`
    select other_id as id, name, similarity
    from occupation_similarities join taxonomy_concepts on id = other_id
    where occupation_id = ${occupation}
    order by similarity desc, other_id`;
}

/** Titles that people hold and that may be like one, those with most words in common first. */
async function readHeld(
  sql: Sql,
  { title, words, occupation }: Comparable,
  similar: Similar[],
): Promise<Comparable[]> {
  const alike = pgArray([...(occupation === null ? [] : [occupation]), ...similar.map(({ id }) => id)]);
  const stems = pgArray([...words.keys()]);
  const rows = await sql<{ key: string; role: string; seniority: Seniority; occupation: number | null }[]>`
    select key, role, seniority, occupation_id as occupation
    from career_titles
    where key <> ${title.key}
      and (words && ${stems}::text[] or role = ${title.role} or occupation_id = any(${alike}::integer[]))
    order by role = ${title.role} desc,
      cardinality(array(select unnest(words) intersect select unnest(${stems}::text[]))) desc, people desc, key
    limit ${COMPARED}`;
  return rows.map(({ occupation: id, ...held }) => comparable(held, id));
}

/** What those in some situations did, as far as it is ranked. */
interface Moves {
  total: number;
  weights: Map<string, number>;
}

async function readMoves(
  sql: Sql,
  situations: readonly string[],
  candidates: readonly Title[] | null,
): Promise<Map<string, Moves>> {
  const only =
    candidates === null
      ? sql`true`
      : sql`title_key = any(${pgArray([...new Set(candidates.map(({ key }) => key))])}::text[])`;
  const rows = await sql<{ id: string; total: number; moves: [string, number][] | null }[]>`
    select id, context.weight as total, moves
    from career_contexts as context
    left join lateral (
      select json_agg(json_build_array(title_key, weight)) as moves
      from (
        select title_key, weight from career_moves
        where context_id = context.id and ${only}
        order by weight desc
        limit ${candidates === null ? RANKED : candidates.length}
      ) as likely
    ) as moved on true
    where id = any(${pgArray([...new Set(situations)])}::text[])`;
  return new Map(rows.map(({ id, total, moves }) => [id, { total, weights: new Map(moves ?? []) }]));
}

function lookupIn(moves: Map<string, Moves>): Lookup {
  return (id) => {
    const entry = moves.get(id);
    return entry && { total: entry.total, weight: (title) => entry.weights.get(title) ?? 0 };
  };
}
