import { pgArray, type Sql } from '../../platform/postgres.ts';
import type { Title } from '../titles/normaliseTitle.ts';
import type { Career } from './career.ts';
import { contextAfter, contextsOf } from './careerContexts.ts';
import { careerModel } from './careerModel.ts';
import { findSimilarTitles } from './findSimilarTitles.ts';
import { componentsOf, mixtureProbabilities } from './mixture.ts';
import { MAX_MOVES, type TransitionLookup } from './transitions.ts';

/** A possible next title. */
export interface NextTitle {
  key: string;
  /** From 0 to 1; those of all next titles sum to at most 1. */
  probability: number;
}

/**
 * Predicts a person's next title, the likeliest first, from what others did in the same contexts and from what the
 * taxonomy says is similar.
 *
 * @param candidates the titles to rank; null for those that others moved to or the taxonomy suggests
 */
export async function rankNextTitles(
  sql: Sql,
  career: Career,
  candidates: readonly Title[] | null,
): Promise<NextTitle[]> {
  const next = career.positions.length;
  const last = career.positions.at(-1)?.title ?? null;
  const { parameters } = await careerModel.inUse(sql);
  const similar = last === null ? [] : await findSimilarTitles(sql, last, candidates);
  const contexts = [
    ...contextsOf(career, next).map(({ id }) => id),
    ...similar.map(({ key }) => contextAfter(key)),
  ];
  const moves = await readMoves(sql, contexts, candidates);
  const components = componentsOf(career, next, lookupIn(moves), similar);
  const titles = candidates?.map(({ key }) => key) ?? [
    ...[...moves.values()].flatMap(({ weights }) => [...weights.keys()]),
    ...similar.map(({ key }) => key),
  ];
  return [...mixtureProbabilities(components, parameters.weights, new Set(titles))]
    .map(([key, probability]) => ({ key, probability }))
    .sort((a, b) => b.probability - a.probability || (a.key < b.key ? -1 : 1));
}

/** Stored transitions of one context, limited to the titles being ranked. */
interface StoredMoves {
  total: number;
  /** By title key. */
  weights: Map<string, number>;
}

async function readMoves(
  sql: Sql,
  contexts: readonly string[],
  candidates: readonly Title[] | null,
): Promise<Map<string, StoredMoves>> {
  const filter =
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
        where context_id = context.id and ${filter}
        order by weight desc
        limit ${candidates === null ? MAX_MOVES : candidates.length}
      ) as likeliest
    ) as moved on true
    where id = any(${pgArray([...new Set(contexts)])}::text[])`;
  return new Map(rows.map(({ id, total, moves }) => [id, { total, weights: new Map(moves ?? []) }]));
}

function lookupIn(moves: ReadonlyMap<string, StoredMoves>): TransitionLookup {
  return (id) => {
    const entry = moves.get(id);
    return entry && { total: entry.total, weightOf: (title) => entry.weights.get(title) ?? 0 };
  };
}
