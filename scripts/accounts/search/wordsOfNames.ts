import type { Sql } from '../../../functions/src/platform/postgres.ts';
import { foldText } from '../../../functions/src/platform/text/foldText.ts';

/** Shorter words, such as "de" and initials, tell nothing. */
const MIN_LENGTH = 3;

/**
 * The words of a person's names that appear in nobody else's name, texts or skills: a vocabulary that still has one has
 * it from them.
 */
export async function wordsOfNames(sql: Sql, uid: string, names: string[]): Promise<string[]> {
  const words = new Set(names.flatMap((name) => name.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []));
  const long = [...words].filter((word) => word.length >= MIN_LENGTH);
  const rows = await sql<{ word: string }[]>`
    select word
    from jsonb_array_elements_text(${long as never}::jsonb) as word
    where not exists (
      select from (
        select firebase_data::text as content from users where id <> ${uid}
        union all select firebase_data::text from positions where user_id <> ${uid}
        union all select firebase_data::text from showcase_posts where user_id <> ${uid}
        union all select firebase_data::text from events where created_by is distinct from ${uid}
        union all select name from skills
        union all select name from occupation_titles
      ) as others
      where content ~* ('\\m' || word || '\\M')
    )`;
  return [...new Set(rows.flatMap(({ word }) => [word, foldText(word)]))];
}

/** Which names nobody else bears: a full name that somebody shares does not betray the person. */
export async function namesOfNobodyElse(sql: Sql, uid: string, names: string[]): Promise<string[]> {
  const full = names.filter((name) => /\S\s+\S/.test(name.trim()));
  const rows = await sql<{ name: string }[]>`select name from users where live and id <> ${uid}`;
  const others = new Set(rows.map(({ name }) => foldText(name)));
  return full.filter((name) => !others.has(foldText(name)));
}
