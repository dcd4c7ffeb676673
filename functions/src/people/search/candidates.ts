import { pgArray, type Fragment, type Sql } from '../../platform/postgres.ts';
import { DIMENSIONS } from './vector.ts';
import type { Variant } from './question.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Which people may be shown. */
export interface Filter {
  department: string | null;
  role: string | null;
  /** Keys of skills that all of them must have. */
  skills: string[];
}

/** Somebody who may fit, with what scoring needs. */
export interface Candidate {
  id: string;
  /** The document, as document.ts lays it out. */
  words: number[];
  /** In how many places the signatures differ; null when there is none. */
  distance: number | null;
}

/** Documents that are read for the words of a question, at most: the rarest words come first. */
const READ = 5_000;

/** Of which so many for two frequent words together. */
const READ_FOR_BOTH = 1_500;

/**
 * The people whose documents have words of the question, by a simpler score than they are ranked with.
 *
 * @param signature of the question's meaning; null when that is not known
 */
export async function byWords(
  sql: Sql,
  variants: Variant[],
  vocabulary: Vocabulary,
  signature: string | null,
  filter: Filter,
  limit: number,
): Promise<Candidate[]> {
  const wanted = affordable(variants, vocabulary);
  if (wanted.length === 0) return [];
  const column = (of: (wanted: Wanted) => string | number): string => pgArray(wanted.map(of));
  return sql<Candidate[]>`
    with best as (
      select user_id
      from unnest(
        ${column(({ words }) => pgArray(words))}::text[], ${column(({ weight }) => weight)}::float8[],
        ${column(({ most }) => most)}::integer[]
      ) as wanted (ids, weight, most), lateral (
        select user_id, cardinality(words) as length
        from search_documents
        where words @> ids::integer[] ${filterBy(sql, filter)}
        limit most
      ) as found
      group by user_id
      -- One word in a short document says more than in a long one.
      order by sum(weight) / sqrt(8 + max(length)) desc, user_id
      limit ${limit}
    )
    ${columns(sql, signature)}
    from best join search_documents using (user_id) left join search_signatures using (user_id)`;
}

/** On a campus of so many, a sample of the signatures tells which of them are too far away to be sorted. */
const LARGE = 20_000;

/** As many times the people who are wanted may be as near as that, so that seldom fewer are. */
const SAFE = 4;

/**
 * The people whose text has a meaning near to this one.
 *
 * @param people on the whole campus, about
 */
export async function byMeaning(
  sql: Sql,
  signature: string,
  filter: Filter,
  people: number,
  limit: number,
): Promise<Candidate[]> {
  const distance = sql`bit_count(signature # ${signature}::bit(512))`;
  const nearest = (near: Fragment): Promise<Candidate[]> => sql<Candidate[]>`
    with best as (
      select user_id, signature
      from search_signatures
      where true ${near} ${filterBy(sql, filter)}
      order by ${distance}, user_id
      limit ${limit}
    )
    ${columns(sql, signature)} from best join search_documents using (user_id)`;
  const share = (SAFE * limit) / Math.max(people, 1);
  if (people >= LARGE && share < 1 && isEverybody(filter)) {
    const found = await nearest(sql`
      and ${distance} <= (
        select percentile_disc(${share}::float8) within group (order by ${distance})
        from search_signatures tablesample system (2) repeatable (1)
      )`);
    if (found.length === limit) return found;
  }
  return nearest(sql``);
}

/** These people, whether they fit or not. */
export async function byIds(sql: Sql, ids: string[], signature: string | null): Promise<Candidate[]> {
  return sql<Candidate[]>`
    ${columns(sql, signature)}
    from search_documents left join search_signatures using (user_id)
    where user_id = any(${pgArray(ids)}::text[])`;
}

function columns(sql: Sql, signature: string | null): Fragment {
  return sql`
    select user_id as id, array_to_json(words) as words,
      ${signature === null ? sql`null` : sql`bit_count(signature # ${signature}::bit(512))::integer`} as distance`;
}

/** The vectors of these people in bytes. */
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

/** Documents with all of some words, of which at most so many are read. */
interface Wanted {
  words: number[];
  weight: number;
  most: number;
}

/**
 * What can be read in time: the variants that say the most for each document; of the first that is too frequent
 * as many documents as are left; and of two that are too frequent, those that have both.
 */
function affordable(variants: Variant[], vocabulary: Vocabulary): Wanted[] {
  const wanted: Wanted[] = [];
  const frequent: Variant[] = [];
  const cost = ({ id, weight }: Variant): number => vocabulary.peopleOf(id) / weight;
  let left = READ - READ_FOR_BOTH;
  for (const variant of variants.toSorted((a, b) => cost(a) - cost(b))) {
    const people = vocabulary.peopleOf(variant.id);
    if (people > left) {
      if (frequent.every(({ part }) => part !== variant.part)) frequent.push(variant);
      continue;
    }
    left -= people;
    wanted.push({ words: [variant.id], weight: variant.weight, most: people });
  }
  const [first, second] = frequent;
  if (first !== undefined) wanted.push({ words: [first.id], weight: first.weight, most: Math.max(left, 1) });
  if (first !== undefined && second !== undefined) {
    const weight = first.weight + second.weight;
    wanted.push({ words: [first.id, second.id], weight, most: READ_FOR_BOTH });
  }
  return wanted;
}

function isEverybody({ department, role, skills }: Filter): boolean {
  return department === null && role === null && skills.length === 0;
}

function filterBy(sql: Sql, filter: Filter): Fragment {
  const { department, role, skills } = filter;
  if (isEverybody(filter)) return sql``;
  return sql`and user_id in (
    select id from users
    where live
      ${department === null ? sql`` : sql`and department = ${department}`}
      ${role === null ? sql`` : sql`and role = ${role}`}
      ${skills.length === 0 ? sql`` : sql`and ${havingAll(sql, skills)}`}
  )`;
}

function havingAll(sql: Sql, keys: string[]): Fragment {
  return sql`id in (
    select user_id
    from json_array_elements_text(${JSON.stringify(keys)}::text::json) as wanted (key)
    left join skills using (key)
    left join skill_aliases using (key)
    join user_skills on user_skills.skill_id = coalesce(skill_aliases.skill_id, skills.id)
    group by user_id
    having count(distinct wanted.key) = ${keys.length}
  )`;
}
