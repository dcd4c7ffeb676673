import { pgArray, type Sql } from '../../platform/postgres.ts';
import { matchOccupations } from '../occupations/matchOccupations.ts';
import { normaliseTitle, type Title } from '../titles/normaliseTitle.ts';
import type { Seniority } from '../titles/seniority.ts';
import {
  comparableTitle,
  mostSimilarTitles,
  titleSimilarity,
  type ComparableTitle,
  type OccupationSimilarities,
  type SimilarTitle,
} from '../titles/titleSimilarity.ts';

/** Titles on the campus that one title is compared with. */
const MAX_COMPARED = 300;

/** Similar occupations of the taxonomy that are suggested although nobody on the campus holds them. */
const MAX_SUGGESTED = 20;

interface SimilarOccupation {
  id: number;
  name: string;
  similarity: number;
}

/**
 * The titles most similar to one that people hold, and how similar the candidates are to it.
 *
 * @param candidates null for the most similar occupations of the taxonomy
 */
export async function findSimilarTitles(
  sql: Sql,
  title: Title,
  candidates: readonly Title[] | null,
): Promise<SimilarTitle[]> {
  const occupations = await matchOccupations(sql, [title, ...(candidates ?? [])]);
  const comparable = comparableTitle(title, occupations.get(title.key) ?? null);
  const similarOccupations = await readSimilarOccupations(sql, comparable.occupation);
  const similarities: OccupationSimilarities = new Map(
    similarOccupations.map(({ id, similarity }) => [id, similarity]),
  );
  const held = await readHeldTitles(sql, comparable, [...similarities.keys()]);
  const similar = mostSimilarTitles(comparable, held, similarities);
  const others: SimilarTitle[] =
    candidates?.map((candidate) => ({
      key: candidate.key,
      similarity: titleSimilarity(
        comparable,
        comparableTitle(candidate, occupations.get(candidate.key) ?? null),
        similarities,
      ),
    })) ??
    similarOccupations
      .slice(0, MAX_SUGGESTED)
      .map(({ name, similarity }) => ({ key: normaliseTitle(name).key, similarity }));
  const listed = new Set([title.key, ...similar.map(({ key }) => key)]);
  const added = new Map(others.filter(({ key }) => !listed.has(key)).map((other) => [other.key, other]));
  return [...similar, ...added.values()].filter(({ similarity }) => similarity > 0);
}

/** The occupations most similar to one, most similar first. */
async function readSimilarOccupations(sql: Sql, occupation: number | null): Promise<SimilarOccupation[]> {
  if (occupation === null) return [];
  return sql<SimilarOccupation[]>`
    select other_id as id, name, similarity
    from occupation_similarities join taxonomy_concepts on id = other_id
    where occupation_id = ${occupation}
    order by similarity desc, other_id`;
}

/** Titles that people hold and that may be similar to one, those with most words in common first. */
async function readHeldTitles(
  sql: Sql,
  { title, words, occupation }: ComparableTitle,
  similarOccupations: number[],
): Promise<ComparableTitle[]> {
  const occupations = pgArray([...(occupation === null ? [] : [occupation]), ...similarOccupations]);
  const stems = pgArray([...words.keys()]);
  const rows = await sql<{ key: string; role: string; seniority: Seniority; occupation: number | null }[]>`
    select key, role, seniority, occupation_id as occupation
    from career_titles
    where key <> ${title.key} and (
      words && ${stems}::text[] or role = ${title.role} or occupation_id = any(${occupations}::integer[])
    )
    order by role = ${title.role} desc,
      cardinality(array(select unnest(words) intersect select unnest(${stems}::text[]))) desc, people desc, key
    limit ${MAX_COMPARED}`;
  return rows.map(({ occupation: id, ...held }) => comparableTitle(held, id));
}
