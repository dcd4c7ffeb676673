import { pgArray, type Fragment, type Sql } from '../../platform/postgres.ts';
import { foldText } from '../../platform/text/foldText.ts';
import { tidyText } from '../../platform/text/tidyText.ts';
import { filterCondition, type SearchFilter } from './candidateFilter.ts';
import { nameForms, wholeName } from './nameWords.ts';

/** Longer queries are found as whole names only. In scripts without spaces, each pair of characters is a word. */
const MAX_WORDS = 32;

/** People read per query: first those called exactly so, then the shortest names. */
const MAX_MATCHES = 200;

/** How well a name matches a query, best last. Everyone whose name matches comes before everyone else. */
export const NAME_MATCHES = ['beginning', 'words', 'all words', 'same text', 'same characters'] as const;
export type NameMatch = (typeof NAME_MATCHES)[number];

/**
 * The people who are called like the query, or whose names contain every word of it, the last one possibly cut short
 * after others: "Will S".
 *
 * @param ids only these people; null for everyone
 */
export async function nameMatches(
  sql: Sql,
  query: string,
  filter: SearchFilter,
  ids: string[] | null,
): Promise<Map<string, NameMatch>> {
  const isWhole = sql`name_words @> ${pgArray([wholeName(query)])}::text[]`;
  const rows = await sql<{ user_id: string; name: string }[]>`
    select user_id, name
    from search_documents join users on id = user_id
    where (${isWhole} ${matchesWords(sql, query)})
      ${ids === null ? sql`` : sql`and user_id = any(${pgArray(ids)}::text[])`} ${filterCondition(sql, filter)}
    order by name = ${tidyText(query)} desc, ${isWhole} desc, cardinality(name_words), user_id
    limit ${MAX_MATCHES}`;
  return new Map(rows.map(({ user_id, name }) => [user_id, compareNames(query, name)]));
}

/** Further conditions on `name_words`, each starting with `or`; empty for a query that has no words or too many. */
function matchesWords(sql: Sql, query: string): Fragment {
  const { parts, joined } = nameForms(query);
  if (parts.length === 0 || parts.length > MAX_WORDS) return sql``;
  const beginnings = parts.slice(0, -1);
  const isBeginning =
    beginnings.length === 0
      ? sql``
      : sql`or name_words @> ${pgArray(beginnings)}::text[] and exists (
          select from unnest(name_words) as word where starts_with(word, ${parts.at(-1) ?? ''})
        )`;
  return sql`or name_words @> ${pgArray(parts)}::text[] or name_words @> ${pgArray(joined)}::text[] ${isBeginning}`;
}

/** @param name one that {@link nameMatches} found */
function compareNames(query: string, name: string): NameMatch {
  if (tidyText(query) === name) return 'same characters';
  if (foldText(query) === foldText(name)) return 'same text';
  const [asked, written] = [nameForms(query), nameForms(name)];
  if (lettersOf(asked.parts) === lettersOf(written.parts)) return 'all words';
  if (asked.joined.join('') === written.joined.join('')) return 'all words';
  const known = new Set([...written.parts, ...written.joined]);
  const isWhole = [asked.parts, asked.joined].some((words) => words.every((word) => known.has(word)));
  return isWhole ? 'words' : 'beginning';
}

/** In any order: Smith, Will. */
function lettersOf(words: string[]): string {
  return words.toSorted().join(' ');
}
