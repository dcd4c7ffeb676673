import type { Fragment, Sql } from '../../platform/postgres.ts';
import { filterCondition, isUnfiltered, type SearchFilter } from './candidateFilter.ts';
import { DIMENSIONS } from './quantisedVector.ts';
import { candidateColumns, type SearchCandidate } from './searchCandidate.ts';

/** From this size of campus, a sample of signatures yields a distance cut-off, so that not all need sorting. */
const MIN_PEOPLE_FOR_SAMPLING = 20_000;

/** Safety factor on the share of people within the cut-off, so that the first pass rarely returns too few. */
const SAFETY_FACTOR = 4;

/**
 * The people whose texts are semantically closest to the query.
 *
 * @param people the approximate size of the index
 */
export async function semanticCandidates(
  sql: Sql,
  signature: string,
  filter: SearchFilter,
  people: number,
  limit: number,
): Promise<SearchCandidate[]> {
  const distance = sql`bit_count(signature # ${signature}::bit(512))`;
  const closest = (cutOff: Fragment): Promise<SearchCandidate[]> => sql<SearchCandidate[]>`
    with best as (
      select user_id, signature
      from search_signatures
      where true ${cutOff} ${filterCondition(sql, filter)}
      order by ${distance}, user_id
      limit ${limit}
    )
    ${candidateColumns(sql, signature)} from best join search_documents using (user_id)`;
  const share = (SAFETY_FACTOR * limit) / Math.max(people, 1);
  if (people >= MIN_PEOPLE_FOR_SAMPLING && share < 1 && isUnfiltered(filter)) {
    const candidates = await closest(sql`
      and ${distance} <= (
        select percentile_disc(${share}::float8) within group (order by ${distance})
        from search_signatures tablesample system (2) repeatable (1)
      )`);
    if (candidates.length === limit) return candidates;
  }
  return closest(sql``);
}

/** The quantised embeddings of the given people, by id. */
export async function readVectors(sql: Sql, ids: string[]): Promise<Map<string, Int8Array>> {
  const rows = await sql<{ user_id: string; vector: string }[]>`
    select user_id, encode(vector, 'base64') as vector
    from search_vectors where user_id in (select json_array_elements_text(${JSON.stringify(ids)}::text::json))`;
  return new Map(
    rows.map(({ user_id, vector }) => [
      user_id,
      new Int8Array(Buffer.from(vector, 'base64')).slice(0, DIMENSIONS),
    ]),
  );
}
