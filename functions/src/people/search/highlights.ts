import type { Field, Profile } from './document.ts';
import type { Question } from './question.ts';
import type { Vocabulary } from './vocabulary.ts';
import { tokens, type Token } from './words.ts';

/** A passage of somebody's text, and where in it the words are that fit: `[from, to)` in UTF-16 units. */
interface Highlight {
  field: Field;
  text: string;
  matches: [from: number, to: number][];
}

/** Why somebody was found. */
export interface Why {
  highlights: Highlight[];
  /** What was asked for under another name: "react" because of "frontend developer". */
  related: { asked: string; found: string } | null;
}

const MOST = 3;

/** Characters of a text that are shown, and how many of them before the first word that fits. */
const SHOWN = 160;
const BEFORE = 40;

/** Which of somebody's words fit the question, in up to three passages, those with the most first. */
export function whyFound(
  { passages }: Profile,
  phrase: number,
  question: Question,
  vocabulary: Vocabulary,
): Why {
  const fitting = fittingWords(question, vocabulary);
  const name = question.phrases[phrase]?.phrase;
  for (const word of name?.words ?? []) if (!fitting.has(word)) fitting.set(word, OF_NAME);
  const found = passages
    .map(({ field, text }) => {
      const matches = tokens(text).filter(({ word }) => fitting.has(word));
      const words = new Set(matches.map(({ word }) => word));
      const weight = [...words].reduce((sum, word) => sum + (fitting.get(word) ?? 0), 0);
      return { field, text, matches, weight };
    })
    .filter(({ matches }) => matches.length > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST);
  return {
    highlights: found.map(({ field, text, matches }) => ({ field, ...excerpt(text, matches) })),
    related: name === undefined ? null : { asked: name.because, found: name.text },
  };
}

/** What a word of another name counts beside those of the question. */
const OF_NAME = 0.5;

/** The words that stand for a word of the question, with how much each says. */
function fittingWords(question: Question, vocabulary: Vocabulary): Map<string, number> {
  const fitting = new Map<string, number>();
  for (const { id, part, weight } of question.variants) {
    if (part < question.words.length) fitting.set(vocabulary.wordOf(id), weight);
  }
  return fitting;
}

function excerpt(text: string, matches: Token[]): Omit<Highlight, 'field'> {
  const first = matches[0]?.start ?? 0;
  // Begins with a word, and with no half character.
  const from =
    first <= BEFORE
      ? 0
      : (/(?<=\s)\S/.exec(text.slice(first - BEFORE, first))?.index ?? BEFORE) + first - BEFORE;
  const shown = text.slice(from, from + SHOWN).replace(/[\uD800-\uDBFF]$/, '');
  return {
    text: shown,
    matches: matches
      .filter(({ start, end }) => start >= from && end <= from + shown.length)
      .map(({ start, end }) => [start - from, end - from]),
  };
}
