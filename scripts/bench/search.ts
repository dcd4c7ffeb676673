import { refreshSearchIndex } from '../../functions/src/people/search/refreshSearchIndex.ts';
import { searchTalent } from '../../functions/src/people/searchTalent.ts';
import { embedder } from '../../functions/src/platform/embedder.ts';
import { connect, type Sql } from '../../functions/src/platform/postgres.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { prepareChange, toIncomingChange } from '../../functions/src/sync/pipeline/prepareChange.ts';
import { Writer } from '../../functions/src/sync/pipeline/writer.ts';
import type { Cleanup } from '../lib/command.ts';
import { migrate } from '../lib/migrations.ts';
import { progress } from '../lib/progress.ts';
import { startPostgres } from '../local/postgres.ts';
import { median } from 'simple-statistics';
import { percentile95, timed, type BenchOptions } from './bench.ts';
import { withoutIndexes } from './withoutIndexes.ts';
import { campusChanges, DOCUMENTS_PER_STUDENT } from './campusChanges.ts';
import { callContext } from '../lib/callContext.ts';

/** Students written and indexed as in production; the rest are copies of them. */
const ORIGINALS = 1000;

const LIMIT = 10;
const ROUNDS = 4;

/** Memory of a small Neon compute. */
const PAGES_MB = 1024;

/** Rare and frequent words, skills, misspellings, whole sentences. */
const QUESTIONS = [
  'someone who can build a mobile app and talk to investors',
  'react',
  'python machine learning',
  'javscript devloper',
  'graphic designer for a student magazine',
  'statistics tutor',
  'who knows about renewable energy and policy',
  'kubernetes',
  'film editing',
  'looking for a co-founder with marketing experience',
  'photographer',
  'data analysis with R',
  'public speaking',
  'volunteer in health care',
  'robotics engineer who likes to teach',
  'financial modelling intern',
  'biology lab research assistant',
  'web development',
  'writing and journalism',
  'student',
];

/**
 * Latency of `searchTalent` for varied questions on a large campus, against `ilike` over the same text. Part of the
 * campus goes through the writer, the indexer and the model, and is then copied together with its index: embedding
 * 100,000 texts would take half an hour.
 */
export async function measure(cleanup: Cleanup, { students }: BenchOptions): Promise<Record<string, number>> {
  const url = await startPostgres(cleanup, { sharedBuffersMb: PAGES_MB });
  await migrate(url);
  const sql = connect(url);
  cleanup(() => sql.end({ timeout: 5 }));
  const people = await fill(sql, students);
  const [sizes] = await sql<{ bytes: number }[]>`
    select sum(pg_total_relation_size(oid))::float8 as bytes
    from pg_class where relkind = 'r' and relname ~ '^search_(words|documents|vectors|signatures)$'`;

  const times = { own: [] as number[], naive: [] as number[] };
  // Warm up: load the model and the vocabulary.
  for (const question of QUESTIONS) await ask(sql, question);
  const bar = progress('Asking', QUESTIONS.length * (ROUNDS + 1));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const question of QUESTIONS) times.own.push(await timed(() => ask(sql, question)));
    bar.update((round + 1) * QUESTIONS.length);
  }
  // Last, because it evicts everything from the caches, and once, because it takes seconds.
  for (const [index, question] of QUESTIONS.entries()) {
    times.naive.push(await timed(() => naive(sql, question)));
    bar.update(ROUNDS * QUESTIONS.length + index + 1);
  }
  bar.stop();

  const row = (milliseconds: number[]): Record<string, string> => ({
    'median ms': median(milliseconds).toFixed(1),
    'p95 ms': percentile95(milliseconds).toFixed(1),
  });
  console.log(
    `\n${people.toLocaleString('en')} people, ${String(QUESTIONS.length)} questions, top ${String(LIMIT)}`,
  );
  console.table({ searchTalent: row(times.own), 'ilike over the same text': row(times.naive) });
  console.log(
    `The index takes ${Math.round((sizes?.bytes ?? 0) / people).toLocaleString('en')} bytes per person.`,
  );
  return {
    p95_ms: percentile95(times.own),
    speedup: percentile95(times.naive) / percentile95(times.own),
  };
}

/** Fills the campus and returns the number of people. */
async function fill(sql: Sql, students: number): Promise<number> {
  const originals = Math.min(ORIGINALS, students);
  const all = allCollections;
  const changes = campusChanges(originals * DOCUMENTS_PER_STUDENT).filter(({ path }) =>
    /^(users|showcase_posts)\//.test(path),
  );
  const bar = progress('Filling', 3);
  const writer = new Writer(sql, all);
  for (let from = 0; from < changes.length; from += 250) {
    await writer.write(
      changes.slice(from, from + 250).map((change) => prepareChange(all, toIncomingChange(change))),
    );
  }
  bar.update(1);
  await refreshSearchIndex(sql, await embedder());
  bar.update(2);
  const [count] = await sql<{ people: number }[]>`select count(*)::integer as people from search_documents`;
  await copy(sql, Math.max(Math.ceil(students / (count?.people ?? 1)), 1));
  await sql`vacuum analyze`;
  bar.update(3);
  bar.stop();
  const [filled] = await sql<{ people: number }[]>`select people::integer as people from search_state`;
  return filled?.people ?? 0;
}

/** Indexes that are slow to maintain row by row. */
const INDEXES = ['idx_search_documents_words', 'idx_search_documents_name_words'];

/** Multiplies the people and their index entries, and writes the text that the naive query reads. */
async function copy(sql: Sql, times: number): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction`set local session_replication_role = replica`;
    const copies = transaction`generate_series(2, ${times}::integer) as copy`;
    await transaction`
      insert into users (
        id, email, name, role, department, department_key, bio, visible_in_search, visible_in_matching,
        visible_in_forecast, shares_attendance, created_at, firebase_data, version, live
      )
      select id || '#' || copy, email, name, role, department, department_key, bio, visible_in_search, visible_in_matching,
        visible_in_forecast, shares_attendance, created_at, '{}', 1, true
      from users, ${copies} where live`;
    await transaction`
      insert into user_skills (user_id, skill_id, proficiency_level, spelling)
      select user_id || '#' || copy, skill_id, proficiency_level, spelling from user_skills, ${copies}`;
    await withoutIndexes(
      transaction,
      async () => {
        await transaction`insert into search_documents select user_id || '#' || copy, words, name_words, digest from search_documents, ${copies}`;
      },
      INDEXES,
    );
    await transaction`insert into search_vectors select user_id || '#' || copy, model, digest, vector from search_vectors, ${copies}`;
    await transaction`insert into search_signatures select user_id || '#' || copy, signature from search_signatures, ${copies}`;
    await transaction`update search_words set people = people * ${times}::integer`;
    await transaction`
      update search_state set
        generation = generation + 1, people = (select count(*) from search_documents)`;
    await transaction`
      create table naive_texts as
      select users.id as user_id, concat_ws(E'\n', name, department, bio, (
        select string_agg(skills.name, E'\n')
        from user_skills join skills on skills.id = skill_id where user_id = users.id
      ), (
        select string_agg(content, E'\n') from showcase_posts where showcase_posts.user_id = split_part(users.id, '#', 1)
      )) as text
      from users where live`;
  });
}

async function ask(sql: Sql, query: string): Promise<void> {
  const context = callContext(sql, 'requester');
  const { people } = await searchTalent.definition.handle(context, {
    query,
    limit: LIMIT,
    skills: [],
    verified: false,
  });
  if (people.length === 0) throw new Error(`no results for "${query}"`);
}

/** People whose text contains any of the words, most matching words first. */
async function naive(sql: Sql, query: string): Promise<void> {
  const patterns = query.split(/\s+/).map((word) => `%${word}%`);
  await sql`
    select user_id, (select count(*) from json_array_elements_text(${JSON.stringify(patterns)}::text::json) as pattern (word)
      where text ilike word) as found
    from naive_texts
    where text ilike any (array(select json_array_elements_text(${JSON.stringify(patterns)}::text::json)))
    order by found desc, user_id
    limit ${LIMIT}`;
}
