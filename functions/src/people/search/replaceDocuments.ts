import { pgArray, type TransactionSql } from '../../platform/postgres.ts';
import type { Profile } from './profile.ts';
import { indexedNameWords } from './nameWords.ts';
import { digest, documentWords, embeddedText, encodeDocument } from './searchDocument.ts';

/** Replaces the documents of the given people, and removes those of people without a profile. */
export async function replaceDocuments(
  sql: TransactionSql,
  ids: string[],
  profiles: Map<string, Profile>,
): Promise<void> {
  const present = await lockPresent(sql, [...profiles.values()]);
  const removedIds = ids.filter((id) => !profiles.has(id));
  const idOf = await wordIds(sql, present);
  const documents = JSON.stringify(
    present.map((profile) => ({
      user_id: profile.id,
      words: encodeDocument(profile, (word) => idOf.get(word) ?? 0),
      name_words: profile.passages
        .filter(({ field }) => field === 'name')
        .flatMap(({ text }) => indexedNameWords(text)),
      digest: digest(embeddedText(profile)),
    })),
  );
  await updateWordCounts(sql, ids, documents);
  const removed = await sql`delete from search_documents where user_id = any(${pgArray(removedIds)}::text[])`;
  const [added] = await sql<{ people: number }[]>`
    with written as (
      insert into search_documents (user_id, words, name_words, digest)
      select user_id, array(select json_array_elements_text(words)::integer),
        array(select json_array_elements_text(name_words)), digest
      from json_to_recordset(${documents}::text::json)
        as new (user_id text, words json, name_words json, digest text)
      order by user_id
      on conflict (user_id) do update set
        words = excluded.words, name_words = excluded.name_words, digest = excluded.digest
      returning xmax = 0 as is_new
    )
    select count(*) filter (where is_new)::integer as people from written`;
  const change = (added?.people ?? 0) - removed.count;
  await sql`
    insert into search_state (generation, people) values (1, ${change})
    on conflict (id) do update set
      generation = search_state.generation + 1, people = search_state.people + excluded.people`;
}

/** The profiles of people who have not been erased meanwhile, and are not before the transaction ends. */
async function lockPresent(sql: TransactionSql, profiles: Profile[]): Promise<Profile[]> {
  const rows = await sql<{ id: string }[]>`
    select id from users where id = any(${pgArray(profiles.map(({ id }) => id))}::text[])
    order by id for key share`;
  const present = new Set(rows.map(({ id }) => id));
  return profiles.filter(({ id }) => present.has(id));
}

/** Updates how many people have each word by the difference between the new and the stored documents. */
async function updateWordCounts(sql: TransactionSql, ids: string[], documents: string): Promise<void> {
  await sql`
    with changed as (
      select word, 1 as people
      from json_to_recordset(${documents}::text::json) as new (words json),
        lateral (select distinct word::integer from json_array_elements_text(words) as list (word)) as each
      union all
      select word, -1
      from search_documents, lateral (select distinct word from unnest(words) as list (word)) as each
      where user_id = any(${pgArray(ids)}::text[])
    ), counted as (
      select word, sum(people) as people from changed where word > 0 group by word having sum(people) <> 0
    )
    update search_words set people = search_words.people + counted.people
    from counted where id = counted.word`;
}

/** The ids of all words in these profiles; inserts the new ones. */
async function wordIds(sql: TransactionSql, profiles: Profile[]): Promise<Map<string, number>> {
  const words = new Set(profiles.flatMap(({ passages }) => passages.flatMap(documentWords)));
  const json = JSON.stringify([...words]);
  // In one order, so that two at once do not wait for each other in a circle.
  await sql`
    insert into search_words (word)
    select word from json_array_elements_text(${json}::text::json) as new (word)
    where not exists (select from search_words as known where known.word = new.word)
    order by word
    on conflict (word) do nothing`;
  const rows = await sql<{ id: number; word: string }[]>`
    select id, word from search_words
    where word in (select json_array_elements_text(${json}::text::json))`;
  return new Map(rows.map(({ id, word }) => [word, id]));
}
