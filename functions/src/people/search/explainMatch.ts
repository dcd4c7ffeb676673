import type { Field, Profile } from './profile.ts';
import type { SearchQuery } from './searchQuery.ts';
import { tokenise, tokeniseAll, type Token } from './tokenise.ts';
import type { Vocabulary } from './vocabulary.ts';

/** An excerpt of a profile with the positions of the matching words: `[from, to)` in UTF-16 units. */
interface Highlight {
  field: Field;
  text: string;
  matches: [from: number, to: number][];
}

/** Why a person was found. */
export interface MatchExplanation {
  highlights: Highlight[];
  /** The expansion that matched: "react" was found because "frontend developer" was asked for. */
  related: { asked: string; found: string } | null;
}

const MAX_HIGHLIGHTS = 3;

/** Characters per excerpt, and how many of them precede the first match. */
const EXCERPT_LENGTH = 160;
const LEAD_LENGTH = 40;

/** Weight of a word of the matching expansion, relative to the query's words. */
const EXPANSION_WORD_WEIGHT = 0.5;

/**
 * The passages of a profile that match best, with the matching words.
 *
 * @param expansionIndex the matching expansion, or -1
 */
export function explainMatch(
  { passages }: Profile,
  expansionIndex: number,
  query: SearchQuery,
  vocabulary: Vocabulary,
): MatchExplanation {
  const weights = matchingWords(query, vocabulary);
  const expansion = query.expansions[expansionIndex]?.expansion;
  for (const word of expansion?.words ?? []) {
    if (!weights.has(word)) weights.set(word, EXPANSION_WORD_WEIGHT);
  }
  const best = passages
    .map(({ field, text }) => {
      const named = field === 'name' ? wordsOfName(text, query) : [];
      const matches = named.length > 0 ? named : tokenise(text).filter(({ word }) => weights.has(word));
      const words = new Set(matches.map(({ word }) => word));
      const weight = [...words].reduce((sum, word) => sum + (weights.get(word) ?? 1), 0);
      return { field, text, matches, weight };
    })
    .filter(({ matches }) => matches.length > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MAX_HIGHLIGHTS);
  return {
    highlights: best.map(({ field, text, matches }) => ({ field, ...excerpt(text, matches) })),
    related: expansion === undefined ? null : { asked: expansion.source, found: expansion.text },
  };
}

/** The words of a name that a query consists of, the last one possibly cut short; none if it has others. */
function wordsOfName(name: string, { allWords }: SearchQuery): Token[] {
  const tokens = tokeniseAll(name);
  const last = allWords.length > 1 ? allWords.at(-1) : undefined;
  const isAsked = ({ word }: Token): boolean =>
    allWords.includes(word) || (last !== undefined && word.startsWith(last));
  const isName = allWords.every((asked, index) =>
    tokens.some(({ word }) => word === asked || (index === allWords.length - 1 && word.startsWith(asked))),
  );
  return isName ? tokens.filter(isAsked) : [];
}

/** The indexed words that match a word of the query itself, with their weights. */
function matchingWords(query: SearchQuery, vocabulary: Vocabulary): Map<string, number> {
  const weights = new Map<string, number>();
  for (const { id, part, weight } of query.variants) {
    if (part < query.words.length) weights.set(vocabulary.wordOf(id), weight);
  }
  return weights;
}

function excerpt(text: string, matches: Token[]): Omit<Highlight, 'field'> {
  const first = matches[0]?.start ?? 0;
  // Start at a word, and do not split a surrogate pair at the end.
  const from =
    first <= LEAD_LENGTH
      ? 0
      : (/(?<=\s)\S/.exec(text.slice(first - LEAD_LENGTH, first))?.index ?? LEAD_LENGTH) +
        first -
        LEAD_LENGTH;
  const shown = text.slice(from, from + EXCERPT_LENGTH).replace(/[\uD800-\uDBFF]$/, '');
  return {
    text: shown,
    matches: withoutOverlaps(matches)
      .filter(({ start, end }) => start >= from && end <= from + shown.length)
      .map(({ start, end }) => [start - from, end - from]),
  };
}

/** Scripts without spaces are searched by overlapping pairs; what they cover together is one match. */
function withoutOverlaps(matches: Token[]): Token[] {
  const merged: Token[] = [];
  for (const match of matches) {
    const previous = merged.at(-1);
    if (previous !== undefined && match.start < previous.end) previous.end = match.end;
    else merged.push({ ...match });
  }
  return merged;
}
