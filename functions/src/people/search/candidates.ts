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
  /** Ids that the ranking is restricted to, and holds also when they do not fit. */
  among: string[] | null;
}

/** Somebody who may fit, with what scoring needs. */
export interface Candidate {
  id: string;
  /** The document, as document.ts lays it out. */
  words: number[];
  /** In how many places the signatures differ; null when there is none. */
  distance: number | null;
}

/** Documents that are read for the words of a question. The rarest words come first; at least one is read. */
const READ = 40_000;

/** The people whose documents have words of the question, by a simpler score than they are ranked with. */
export async function byWords(
  sql: Sql,
  variants: Variant[],
  vocabulary: Vocabulary,
  filter: Filter,
  limit: number,
): Promise<string[]> {
  const wanted = affordable(variants, vocabulary);
  if (wanted.length === 0) return [];
  const column = (of: (variant: Variant) => number): string => pgArray(wanted.map(of));
  const rows = await sql<{ user_id: string }[]>`
    select user_id
    from (
      select user_id, part, max(weight) as weight, max(cardinality(words)) as length
      from unnest(
        ${column(({ id }) => id)}::integer[], ${column(({ part }) => part)}::integer[],
        ${column(({ weight }) => weight)}::float8[]
      ) as wanted (word, part, weight)
      join search_documents on words @> array[word]
      ${filterBy(sql, filter)}
      group by user_id, part
    ) as found
    group by user_id
    -- One word in a short document says more than in a long one.
    order by sum(weight) / sqrt(8 + max(length)) desc, user_id
    limit ${limit}`;
  return rows.map(({ user_id }) => user_id);
}

/** The people whose text has a meaning near to this one. */
export async function byMeaning(
  sql: Sql,
  signature: string,
  filter: Filter,
  limit: number,
): Promise<string[]> {
  const rows = await sql<{ user_id: string }[]>`
    select user_id from search_signatures
    ${filterBy(sql, filter)}
    order by bit_count(signature # ${signature}::bit(512)), user_id
    limit ${limit}`;
  return rows.map(({ user_id }) => user_id);
}

/** The documents of these people. @param signature null when the question's meaning is not known */
export function readCandidates(sql: Sql, ids: string[], signature: string | null): Promise<Candidate[]> {
  return sql<Candidate[]>`
    select user_id as id, array_to_json(words) as words,
      ${signature === null ? sql`null` : sql`bit_count(signature # ${signature}::bit(512))::integer`} as distance
    from json_array_elements_text(${JSON.stringify(ids)}::text::json) as wanted (user_id)
    join search_documents using (user_id)
    left join search_signatures using (user_id)`;
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

/** The variants whose documents can be read in time: those that say the most for each document. */
function affordable(variants: Variant[], vocabulary: Vocabulary): Variant[] {
  let read = 0;
  return variants
    .toSorted((a, b) => vocabulary.peopleOf(a.id) / a.weight - vocabulary.peopleOf(b.id) / b.weight)
    .filter(({ id }, index) => {
      read += vocabulary.peopleOf(id);
      return index === 0 || read <= READ;
    });
}

function filterBy(sql: Sql, { department, role, skills, among }: Filter): Fragment {
  if (among !== null) return sql`where user_id = any(${pgArray(among)}::text[])`;
  if (department === null && role === null && skills.length === 0) return sql``;
  return sql`where user_id in (
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
