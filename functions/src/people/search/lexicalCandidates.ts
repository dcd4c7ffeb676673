import { pgArray, type Sql } from '../../platform/postgres.ts';
import { filterCondition, type SearchFilter } from './candidateFilter.ts';
import { candidateColumns, type SearchCandidate } from './searchCandidate.ts';
import type { Variant } from './searchQuery.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Documents read per query, rarest words first. */
const READ_BUDGET = 5_000;

/** The part of the budget reserved for documents that contain two frequent words. */
const CONJUNCTION_BUDGET = 1_500;

/**
 * The people whose documents contain words of the query, ranked by a simpler score than the final one.
 *
 * @param signature of the query's embedding; null if there is none
 */
export async function lexicalCandidates(
  sql: Sql,
  variants: Variant[],
  vocabulary: Vocabulary,
  signature: string | null,
  filter: SearchFilter,
  limit: number,
): Promise<SearchCandidate[]> {
  const lookUps = planLookUps(variants, vocabulary);
  if (lookUps.length === 0) return [];
  const column = (valueOf: (lookUp: LookUp) => string | number): string => pgArray(lookUps.map(valueOf));
  return sql<SearchCandidate[]>`
    with best as (
      select user_id
      from unnest(
        ${column(({ words }) => pgArray(words))}::text[], ${column(({ weight }) => weight)}::float8[],
        ${column(({ maxDocuments }) => maxDocuments)}::integer[]
      ) as look_up (ids, weight, max_documents), lateral (
        select user_id, cardinality(words) as length
        from search_documents
        where words @> ids::integer[] ${filterCondition(sql, filter)}
        limit max_documents
      ) as found
      group by user_id
      -- A word counts more in a short document than in a long one.
      order by sum(weight) / sqrt(8 + max(length)) desc, user_id
      limit ${limit}
    )
    ${candidateColumns(sql, signature)}
    from best join search_documents using (user_id) left join search_signatures using (user_id)`;
}

/** Reads up to `maxDocuments` documents that contain all of some words. */
interface LookUp {
  words: number[];
  weight: number;
  maxDocuments: number;
}

/**
 * What to read within the budget: the variants with the highest weight per document; as many documents as are left of
 * the first variant that exceeds the budget; and the documents that contain both of the first two that exceed it.
 */
function planLookUps(variants: Variant[], vocabulary: Vocabulary): LookUp[] {
  const lookUps: LookUp[] = [];
  const tooFrequent: Variant[] = [];
  const cost = ({ id, weight }: Variant): number => vocabulary.peopleOf(id) / weight;
  let budget = READ_BUDGET - CONJUNCTION_BUDGET;
  for (const variant of variants.toSorted((a, b) => cost(a) - cost(b))) {
    const people = vocabulary.peopleOf(variant.id);
    if (people > budget) {
      if (tooFrequent.every(({ part }) => part !== variant.part)) tooFrequent.push(variant);
      continue;
    }
    budget -= people;
    lookUps.push({ words: [variant.id], weight: variant.weight, maxDocuments: people });
  }
  const [first, second] = tooFrequent;
  if (first === undefined) return lookUps;
  lookUps.push({ words: [first.id], weight: first.weight, maxDocuments: Math.max(budget, 1) });
  if (second === undefined) return lookUps;
  const weight = first.weight + second.weight;
  lookUps.push({ words: [first.id, second.id], weight, maxDocuments: CONJUNCTION_BUDGET });
  return lookUps;
}
