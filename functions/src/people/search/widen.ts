import type { Sql } from '../../platform/postgres.ts';
import { skillKey } from '../../skills/index.ts';
import { words } from './words.ts';

/** Longest part of a question that is looked up as a name, in words, and most parts. */
const LONGEST = 8;
const MOST_PARTS = 400;

/** Other names of one thing, skills beside one skill, and all of them together. */
const NAMES_EACH = 1000;
const MOST_PHRASES = 1000;

/** A name that stands for more things says too little. */
const AMBIGUOUS = 8;

/** What a skill beside the one that was asked for counts at most. */
const NEIGHBOUR = 0.4;

/** Other words for what is asked for, or for a part of it. */
export interface Phrase {
  text: string;
  words: string[];
  /** From 0 to 1: how surely it means the same, and how much of the question that is. */
  weight: number;
  /** From 0 to 1: how much of the question it stands for. */
  share: number;
  /** The part of the question that it stands for. */
  because: string;
  /** Whether it is something that goes along rather than another name. */
  beside: boolean;
}

interface Row {
  key: string;
  label: string;
  beside: boolean;
  certainty: number;
}

/**
 * Other words for what is asked for: the names that an imported taxonomy gives to an occupation or a skill
 * which the question, or a part of it, is a name of; the campus' name of a skill; and the skills that go with
 * it. The larger part it stands for, and the fewer things its name stands for, the more a phrase counts.
 */
export async function widen(sql: Sql, query: string): Promise<Phrase[]> {
  const parts = partsOf(query);
  if (parts.size === 0) return [];
  const rows = await sql<Row[]>`
    with part as (
      select key from json_array_elements_text(${JSON.stringify([...parts.keys()])}::text::json) as list (key)
    ), called as (
      select key, concept_id, label = name as is_own, bool_or(label = name) over (partition by key) as own_of_any
      from part
      join taxonomy_labels using (key)
      join taxonomy_concepts as concept on concept.id = concept_id
    ), meant as (
      select key, concept_id, count(*) over (partition by key) as concepts
      from called
      -- What others are called besides is not meant by the very name of something.
      where is_own or not own_of_any
    ), named as (
      select skills.id, part.key, skills.name
      from part join skills on skills.key = part.key
      union
      select skills.id, part.key, skills.name
      from part join skill_aliases using (key) join skills on skills.id = skill_id
    ), found as (
      select meant.key, other.label, false as beside,
        -- A name of many things says little about each.
        (concepts * (select count(*) from taxonomy_labels as same where same.key = other.key)::float8) ^ -0.25 as certainty,
        row_number() over (partition by meant.concept_id order by other.key) as place
      from meant join taxonomy_labels as other using (concept_id)
      where concepts <= ${AMBIGUOUS} and other.key <> meant.key
      union all
      select key, name, false, 1, 1 from named
      union all
      select named.key, skills.name, true, ${NEIGHBOUR}::float8 * strength, 1
      from named join skill_neighbours on skill_id = named.id join skills on skills.id = neighbour_id
    )
    select key, label, beside, certainty from found where place <= ${NAMES_EACH}`;
  const all = words(query).length;
  const kept = longest([...new Set(rows.map(({ key }) => key))].flatMap((key) => parts.get(key) ?? []));
  const phrases = rows.flatMap(({ key, label, beside, certainty }) => {
    const part = parts.get(key);
    if (part === undefined || !kept.has(part)) return [];
    // "Chief executive officer (CEO)" is also called without what is in brackets.
    const told = words(label.replace(/\([^)]*\)/g, ' '));
    const share = Math.min(part.words / all, 1);
    const weight = Math.min(certainty, 1) * share;
    return [{ text: label, words: told, share, weight, because: part.text, beside }];
  });
  return distinct(phrases, words(query));
}

/** Some words of the question that stand together. */
interface Part {
  text: string;
  /** How many of them say something. */
  words: number;
  /** Their places among the words of the question: `[from, to)`. */
  from: number;
  to: number;
}

/** Everything of up to some words that stands together in the question, by the key that names have. */
function partsOf(query: string): Map<string, Part> {
  const written = query.split(/\s+/).filter((word) => word !== '');
  const parts = new Map<string, Part>();
  const add = (from: number, to: number): void => {
    const text = written.slice(from, to).join(' ');
    const count = words(text).length;
    const key = skillKey(text);
    if (count > 0 && key !== '' && parts.size < MOST_PARTS) parts.set(key, { text, words: count, from, to });
  };
  add(0, written.length);
  for (let length = Math.min(LONGEST, written.length - 1); length > 0; length -= 1) {
    for (let from = 0; from + length <= written.length; from += 1) add(from, from + length);
  }
  return parts;
}

/** The longest parts that are names; what lies within one says no more. */
function longest(parts: Part[]): Set<Part> {
  const kept: Part[] = [];
  for (const part of parts.toSorted((a, b) => b.to - b.from - (a.to - a.from))) {
    if (!kept.some(({ from, to }) => from <= part.from && part.to <= to)) kept.push(part);
  }
  return new Set(kept);
}

/** Each with the weight of its best, the weightiest first, without the question itself. */
function distinct(phrases: Phrase[], own: string[]): Phrase[] {
  const best = new Map<string, Phrase>();
  for (const phrase of phrases) {
    const key = phrase.words.join(' ');
    if (key === '' || key === own.join(' ')) continue;
    if ((best.get(key)?.weight ?? 0) < phrase.weight) best.set(key, phrase);
  }
  return [...best.values()].sort((a, b) => b.weight - a.weight).slice(0, MOST_PHRASES);
}
