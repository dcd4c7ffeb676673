import { pgArray, type TransactionSql } from '../../platform/postgres.ts';
import { tidyText } from '../../platform/text/tidyText.ts';
import { isUnspaced, splitWords, wordsOf } from './tokenise.ts';

/** People who are not indexed and are looked through, at most. */
const MAX_READ = 20_000;

/** Shorter words match too much, unless they are names or in a script without spaces. */
const MIN_WORD_LENGTH = 3;

/**
 * People who may be found but are not in the index yet, and whose profile, positions or name contain a word that starts
 * like one of the query: plain matching until the index has caught up.
 */
export async function missingMatches(sql: TransactionSql, query: string, limit: number): Promise<string[]> {
  const names = splitWords(query).map(({ word }) => word);
  // As they are written too, because the texts looked through are not folded.
  const words = [...new Set([...wordsOf(query), ...names])].filter(
    (word) => word.length >= MIN_WORD_LENGTH || isUnspaced(word),
  );
  const matches = pgArray(words.map(toPattern));
  const rows = await sql<{ id: string }[]>`
    select id
    from (
      select id, name, department, bio from users
      where live and visible_in_search and not exists (select from search_documents where user_id = users.id)
      limit ${MAX_READ}
    ) as missing
    where name = ${tidyText(query)}
      or ${names.length > 0} and name ~* all(${pgArray(names.map(toPattern))}::text[])
      or concat_ws(' ', name, department, bio) ~* any(${matches}::text[])
      or exists (
        select from user_skills join skills on skills.id = skill_id
        where user_id = missing.id and skills.name ~* any(${matches}::text[])
      )
      or exists (
        select from positions where user_id = missing.id and live and title ~* any(${matches}::text[])
      )
    order by name = ${tidyText(query)} desc, id
    limit ${limit}`;
  return rows.map(({ id }) => id);
}

/** Letters, digits and marks alone, so that nothing in the query is read as part of the pattern. */
function toPattern(word: string): string {
  const letters = word.replace(/[^\p{L}\p{N}\p{M}]/gu, '.');
  return isUnspaced(word) ? letters : `\\m${letters}`;
}
