import { pgArray, type TransactionSql } from '../../platform/postgres.ts';
import { wordsOf } from './tokenise.ts';

/** People who are not indexed and are looked through, at most. */
const MAX_READ = 20_000;

/** Shorter words match too much. */
const MIN_WORD_LENGTH = 3;

/**
 * People who are not in the index and whose profile or positions contain a word that starts like one of the query: plain
 * matching for the time until the index has caught up.
 */
export async function missingMatches(sql: TransactionSql, query: string, limit: number): Promise<string[]> {
  const words = wordsOf(query).filter((word) => word.length >= MIN_WORD_LENGTH);
  // Letters and digits alone, so that nothing in the query is read as part of the pattern.
  const patterns = words.map((word) => `\\m${word.replace(/[^\p{L}\p{N}]/gu, '.')}`);
  if (patterns.length === 0) return [];
  const matches = pgArray(patterns);
  const rows = await sql<{ id: string }[]>`
    select id
    from (
      select id, name, department, bio from users
      where live and not exists (select from search_documents where user_id = users.id)
      limit ${MAX_READ}
    ) as missing
    where concat_ws(' ', name, department, bio) ~* any(${matches}::text[])
      or exists (
        select from user_skills join skills on skills.id = skill_id
        where user_id = missing.id and skills.name ~* any(${matches}::text[])
      )
      or exists (
        select from positions where user_id = missing.id and live and title ~* any(${matches}::text[])
      )
    order by id
    limit ${limit}`;
  return rows.map(({ id }) => id);
}
