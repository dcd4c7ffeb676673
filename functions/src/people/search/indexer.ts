import { withLock } from '../../platform/locks.ts';
import { pgArray, type Sql, type TransactionSql } from '../../platform/postgres.ts';
import type { Embedder } from '../../platform/embedders/embedder.ts';
import { digest, layOut, meaningOf, readProfiles, type Profile } from './document.ts';
import { signature, toBytes } from './vector.ts';
import type { State } from './vocabulary.ts';
import { words } from './words.ts';

/** Changes taken from the queue, or texts embedded, at a time. */
const BATCH = 1000;
const TEXTS = 64;

/** What one run did. */
export interface Indexed {
  /** People whose words were indexed again. */
  people: number;
  /** People whose meaning was computed. */
  meanings: number;
}

/**
 * Brings the index up to date: takes people from the queue until it is empty, and then computes the meaning of
 * every text that has none yet. Stops when it finds another run indexing words.
 *
 * @param until no batch starts after this, in milliseconds since 1970; the next run continues from there
 * @returns null when it stopped because another run is indexing words.
 */
export async function indexEverybody(
  sql: Sql,
  embedder: Embedder,
  { until = Infinity } = {},
): Promise<Indexed | null> {
  const done = { people: 0, meanings: 0 };
  while (Date.now() < until) {
    const people = await indexWaiting(sql);
    if (people === null) return null;
    if (people === 0) break;
    done.people += people;
  }
  await forgetOtherModels(sql, embedder.model);
  for (let last = ''; Date.now() < until;) {
    const ids = await withoutMeaning(sql, last);
    if (ids.length === 0) break;
    done.meanings += await embed(sql, embedder, ids);
    last = ids.at(-1) ?? '';
  }
  return done;
}

/**
 * Indexes the words of the people who have waited longest, in one transaction.
 *
 * @returns how many; null while another run indexes words.
 */
export function indexWaiting(sql: Sql): Promise<number | null> {
  return withLock(sql, 'searchIndex', async (opened) => {
    const queued = await opened<{ user_id: string }[]>`
      delete from search_queue
      where id in (select id from search_queue order by id limit ${BATCH})
      returning user_id`;
    const ids = [...new Set(queued.map(({ user_id }) => user_id))].sort();
    if (ids.length > 0) await index(opened, ids, await readProfiles(opened, ids));
    return ids.length;
  });
}

/** Changes that are indexed while somebody waits for an answer: about half a second. */
const WHILE_WAITING = 500;

/**
 * Indexes the words of those who wait, unless they are many: a small campus sees every change at once.
 *
 * @returns the state of the index
 */
export async function indexFew(sql: Sql): Promise<State> {
  const { waiting, ...state } = await readState(sql);
  if (waiting === 0 || waiting > WHILE_WAITING) return state;
  await indexWaiting(sql);
  return readState(sql);
}

async function readState(sql: Sql): Promise<State & { waiting: number }> {
  const [row] = await sql<(State & { waiting: number })[]>`
    select waiting,
      coalesce((select generation from search_state), 0)::float8 as generation,
      coalesce((select people from search_state), 0)::float8 as people
    from (
      select count(*)::integer as waiting from (select from search_queue limit ${WHILE_WAITING + 1}) as few
    ) as counted`;
  return row ?? { waiting: 0, generation: 0, people: 0 };
}

/** Replaces the documents of these people; those who have no profile lose theirs. */
async function index(sql: TransactionSql, ids: string[], profiles: Map<string, Profile>): Promise<void> {
  const found = [...profiles.values()];
  const idOf = await wordIds(sql, found);
  const documents = found.map((profile) => ({
    user_id: profile.id,
    words: layOut(profile, (word) => idOf.get(word) ?? 0),
    digest: digest(meaningOf(profile)),
  }));
  const json = JSON.stringify(documents);
  const gone = ids.filter((id) => !profiles.has(id));
  // Who has which word changes by what is new less what was there.
  await sql`
    with changed as (
      select word, 1 as people
      from json_to_recordset(${json}::text::json) as new (words json),
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
  const removed = await sql`delete from search_documents where user_id = any(${pgArray(gone)}::text[])`;
  const [added] = await sql<{ people: number }[]>`
    with written as (
      insert into search_documents (user_id, words, digest)
      select user_id, array(select json_array_elements_text(words)::integer), digest
      from json_to_recordset(${json}::text::json) as new (user_id text, words json, digest text)
      order by user_id
      on conflict (user_id) do update set words = excluded.words, digest = excluded.digest
      returning xmax = 0 as is_new
    )
    select count(*) filter (where is_new)::integer as people from written`;
  const change = (added?.people ?? 0) - removed.count;
  await sql`
    insert into search_state (generation, people) values (1, ${change})
    on conflict (id) do update set
      generation = search_state.generation + 1, people = search_state.people + excluded.people`;
}

/** The ids of all words of these people; new words get one. */
async function wordIds(sql: TransactionSql, profiles: Profile[]): Promise<Map<string, number>> {
  const all = new Set(profiles.flatMap(({ passages }) => passages.flatMap(({ text }) => words(text))));
  const json = JSON.stringify([...all].sort());
  await sql`
    insert into search_words (word)
    select word from json_array_elements_text(${json}::text::json) as new (word)
    where not exists (select from search_words as known where known.word = new.word)
    on conflict (word) do nothing`;
  const rows = await sql<{ id: number; word: string }[]>`
    select id, word from search_words
    where word in (select json_array_elements_text(${json}::text::json))`;
  return new Map(rows.map(({ id, word }) => [word, id]));
}

/** What another model computed does not compare. */
async function forgetOtherModels(sql: Sql, model: string): Promise<void> {
  await sql`delete from search_vectors where model <> ${model}`;
}

/** People behind this one, in the order of their ids, whose text is not the one whose meaning is known. */
async function withoutMeaning(sql: Sql, last: string): Promise<string[]> {
  const rows = await sql<{ user_id: string }[]>`
    select user_id
    from search_documents as document left join search_vectors as vector using (user_id)
    where user_id > ${last} and vector.digest is distinct from document.digest
    order by user_id
    limit ${BATCH}`;
  return rows.map(({ user_id }) => user_id);
}

async function embed(sql: Sql, embedder: Embedder, ids: string[]): Promise<number> {
  const texts = [...(await readProfiles(sql, ids)).values()]
    .map((profile) => ({ id: profile.id, text: meaningOf(profile) }))
    // Texts of one length together: the shorter ones of a batch are filled up.
    .sort((a, b) => a.text.length - b.text.length);
  for (let from = 0; from < texts.length; from += TEXTS) {
    const batch = texts.slice(from, from + TEXTS);
    const vectors = await embedder.embed(batch.map(({ text }) => text));
    const rows = batch.map(({ id, text }, index) => {
      const vector = vectors[index] ?? new Float32Array();
      const bytes = Buffer.from(toBytes(vector).buffer).toString('base64');
      return { user_id: id, digest: digest(text), vector: bytes, signature: signature(vector) };
    });
    // Who was deleted meanwhile has no document any more.
    await sql`
      with new as (
        select * from json_to_recordset(${JSON.stringify(rows)}::text::json)
          as new (user_id text, digest text, vector text, signature text)
        where exists (select from search_documents as document where document.user_id = new.user_id)
        order by user_id
      ), written as (
        insert into search_vectors (user_id, model, digest, vector)
        select user_id, ${embedder.model}, digest, decode(vector, 'base64') from new
        on conflict (user_id) do update set
          model = excluded.model, digest = excluded.digest, vector = excluded.vector
      )
      insert into search_signatures (user_id, signature)
      select user_id, signature::bit(512) from new
      on conflict (user_id) do update set signature = excluded.signature`;
  }
  return texts.length;
}
