import { pgArray, type Fragment, type Sql } from '../../platform/postgres.ts';

/** A person with what scoring needs. */
export interface SearchCandidate {
  id: string;
  /** The document as encoded by searchDocument.ts. */
  words: number[];
  /** Bits in which the signatures of document and query differ; null if either has none. */
  distance: number | null;
}

/** Selects a {@link SearchCandidate} from `search_documents` and `search_signatures`. */
export function candidateColumns(sql: Sql, signature: string | null): Fragment {
  return sql`
    select user_id as id, array_to_json(words) as words,
      ${signature === null ? sql`null` : sql`bit_count(signature # ${signature}::bit(512))::integer`} as distance`;
}

/** The given people, whether they match or not. */
export async function candidatesById(
  sql: Sql,
  ids: string[],
  signature: string | null,
): Promise<SearchCandidate[]> {
  return sql<SearchCandidate[]>`
    ${candidateColumns(sql, signature)}
    from search_documents left join search_signatures using (user_id)
    where user_id = any(${pgArray(ids)}::text[])`;
}
