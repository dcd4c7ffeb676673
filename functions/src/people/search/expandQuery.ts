import type { Sql } from '../../platform/postgres.ts';
import { longestParts, queryParts } from './queryParts.ts';
import { wordsOf } from './tokenise.ts';

/** Other names per concept, and expansions in total. */
const MAX_NAMES_PER_CONCEPT = 1000;
const MAX_EXPANSIONS = 1000;

/** A name shared by more concepts is too ambiguous. */
const MAX_CONCEPTS_PER_NAME = 8;

/** Weight of the strongest related skill. */
const RELATED_SKILL_WEIGHT = 0.4;

/** Another phrase for the query, or for a part of it. */
export interface Expansion {
  text: string;
  words: string[];
  /** 0 to 1: the probability of meaning the same × `share`. */
  weight: number;
  /** 0 to 1: the share of the query that it stands for. */
  share: number;
  /** The part of the query that it stands for. */
  source: string;
  /** Whether it is a related skill rather than a synonym. */
  isRelated: boolean;
}

interface ExpansionRow {
  key: string;
  label: string;
  is_related: boolean;
  certainty: number;
}

/**
 * Expands a query: by the other names that an imported taxonomy gives to an occupation or skill named in it, by the
 * campus's names of skills, and by related skills. The larger the part of the query, and the less ambiguous its name,
 * the higher the weight. Highest weight first.
 */
export async function expandQuery(sql: Sql, query: string): Promise<Expansion[]> {
  const parts = queryParts(query);
  if (parts.size === 0) return [];
  const rows = await readExpansions(sql, [...parts.keys()]);
  const queryWords = wordsOf(query);
  const kept = longestParts([...new Set(rows.map(({ key }) => key))].flatMap((key) => parts.get(key) ?? []));
  const expansions = rows.flatMap(({ key, label, is_related: isRelated, certainty }) => {
    const part = parts.get(key);
    if (part === undefined || !kept.has(part)) return [];
    // "Chief executive officer (CEO)" without the part in brackets.
    const words = wordsOf(label.replace(/\([^)]*\)/g, ' '));
    const share = Math.min(part.wordCount / queryWords.length, 1);
    const weight = Math.min(certainty, 1) * share;
    return [{ text: label, words, share, weight, source: part.text, isRelated }];
  });
  return distinctExpansions(expansions, queryWords);
}

async function readExpansions(sql: Sql, keys: string[]): Promise<ExpansionRow[]> {
  return sql<ExpansionRow[]>`
    with part as (
      select key from json_array_elements_text(${JSON.stringify(keys)}::text::json) as list (key)
    ), labelled as (
      select key, concept_id, label = name as is_preferred,
        bool_or(label = name) over (partition by key) as any_preferred
      from part
      join taxonomy_labels using (key)
      join taxonomy_concepts as concept on concept.id = concept_id
    ), matched as (
      select key, concept_id, count(*) over (partition by key) as concepts
      from labelled
      -- A concept's preferred name does not stand for concepts that have it as an alternative label.
      where is_preferred or not any_preferred
    ), named as (
      select skills.id, part.key, skills.name
      from part join skills on skills.key = part.key
      union
      select skills.id, part.key, skills.name
      from part join skill_aliases using (key) join skills on skills.id = skill_id
    ), found as (
      select matched.key, other.label, false as is_related,
        -- The more concepts share a name, the less certain it is.
        (concepts * (select count(*) from taxonomy_labels as same where same.key = other.key)::float8) ^ -0.25
          as certainty,
        row_number() over (partition by matched.concept_id order by other.key) as position
      from matched join taxonomy_labels as other using (concept_id)
      where concepts <= ${MAX_CONCEPTS_PER_NAME} and other.key <> matched.key
      union all
      select key, name, false, 1, 1 from named
      union all
      select named.key, skills.name, true, ${RELATED_SKILL_WEIGHT}::float8 * strength, 1
      from named join skill_neighbours on skill_id = named.id join skills on skills.id = neighbour_id
    )
    select key, label, is_related, certainty from found where position <= ${MAX_NAMES_PER_CONCEPT}`;
}

/** One expansion per sequence of words, with the highest weight; without the query itself. Highest weight first. */
function distinctExpansions(expansions: Expansion[], queryWords: string[]): Expansion[] {
  const best = new Map<string, Expansion>();
  for (const expansion of expansions) {
    const key = expansion.words.join(' ');
    if (key === '' || key === queryWords.join(' ')) continue;
    if ((best.get(key)?.weight ?? 0) < expansion.weight) best.set(key, expansion);
  }
  return [...best.values()].sort((a, b) => b.weight - a.weight).slice(0, MAX_EXPANSIONS);
}
