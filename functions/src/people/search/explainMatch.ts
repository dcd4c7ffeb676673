import { z } from 'zod';
import { FIELDS, type Profile } from './profile.ts';
import type { SearchQuery } from './searchQuery.ts';
import { tokenise, tokeniseAll, type Token } from './tokenise.ts';
import type { Vocabulary } from './vocabulary.ts';

const MAX_HIGHLIGHTS = 3;

const position = z.int().nonnegative();

const highlight = z
  .strictObject({
    field: z.enum(FIELDS).meta({ id: 'HighlightedField' }).describe('Which part of the profile it is from.'),
    text: z.string().describe('An excerpt of at most 160 characters.'),
    matches: z
      .array(
        z.strictObject({ from: position, to: position.describe('Of the first unit after the word.') }).meta({
          id: 'MatchedWord',
          description: 'Where a matching word is in \`text\`, in UTF-16 code units.',
        }),
      )
      .describe('The matching words, in the order of the text: the app has nothing to escape.'),
  })
  .meta({ id: 'Highlight', description: 'An excerpt of a profile that shows why it was found.' });

/** Why a person was found. */
export const matchExplanation = {
  highlights: z.array(highlight).max(MAX_HIGHLIGHTS).describe('The best matches first.'),
  related: z
    .strictObject({
      asked: z.string().describe('The words of the query.'),
      found: z.string().describe('The other name for them that the profile matches.'),
    })
    .meta({ id: 'RelatedName' })
    .nullable()
    .describe('The other name of what was asked that led to this person; null if there is none.'),
};

type Highlight = z.infer<typeof highlight>;
export type MatchExplanation = z.infer<z.ZodObject<typeof matchExplanation>>;

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
      .map(({ start, end }) => ({ from: start - from, to: end - from })),
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
