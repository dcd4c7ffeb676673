import { splitSeniority, type Seniority } from './seniority.ts';
import { TRAINEE_ROLES, WORD_ALIASES } from './titleAliases.ts';

/** A job title in normal form. */
export interface Title {
  /** Seniority and role; titles with equal keys are the same title. */
  key: string;
  /** The role without the seniority. */
  role: string;
  seniority: Seniority;
}

/** Results kept in memory: a campus has few distinct titles. */
const CACHE_SIZE = 20_000;
const cache = new Map<string, Title>();

/** Longer titles are cut off here. */
const MAX_CHARACTERS = 500;

/** The longest alias, in words. */
const MAX_ALIAS_WORDS = 3;

/** Plurals of words for people: "sales" and "operations" are not plurals. */
const PLURAL_OF_PEOPLE =
  /(er|or|ist|ian|ant|ent|yst|ive|ee|man|clerk|nurse|pilot|cook|guard|architect|intern|lead|aide|chef|judge|coach|host)s$/;

const TRAINEE_GRADES = new Set<Seniority>(['intern', 'junior']);

/**
 * Normalises a title by rules and the shipped aliases alone, so the result does not depend on other data: "Sr. SWE" is
 * a senior software engineer. Case, punctuation, inversion ("Engineer, Software"), plurals, an abbreviation in
 * brackets and an employer after "at" make no difference. The key of a title without words is empty.
 */
export function normaliseTitle(title: string): Title {
  const cached = cache.get(title);
  if (cached !== undefined) return cached;
  const normalised = normalise(title);
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(title, normalised);
  return normalised;
}

function normalise(title: string): Title {
  const { seniority, role: words } = splitSeniority(expandAliases(singularise(titleWords(title))));
  const role = (TRAINEE_GRADES.has(seniority) ? fieldToRole(words) : words).join(' ');
  return { key: [seniority, role].filter(Boolean).join(' '), role, seniority };
}

/** The words of a title, without an employer and without words in brackets that only repeat the others. */
function titleWords(title: string): string[] {
  const text = title
    .slice(0, MAX_CHARACTERS)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ (at|@) .*$| \| .*$/su, '');
  const [, main = text, bracketed = ''] = /^(?=\s*[^()\s])([^()]*)\(([^()]*)\)\s*$/su.exec(text) ?? [];
  const words = plainWords(uninvert(main));
  const others = plainWords(bracketed);
  const expanded = expandAliases(words);
  const isRepeated = expandAliases(others).every(
    (word) => expanded.includes(word) || isInitials(word, words),
  );
  return isRepeated ? words : [...words, ...others];
}

/** Whether letters are the initials of consecutive words. */
function isInitials(letters: string, words: string[]): boolean {
  const initials = words.map((word) => word[0]).join('');
  return letters.length > 1 && initials.includes(letters);
}

/** Turns "Engineer, Software" into "Software Engineer", but leaves "Planner, Surveyor, and Mapper" as it is. */
function uninvert(title: string): string {
  const parts = title.split(',').map((part) => part.trim());
  const [head = '', qualifier = ''] = parts;
  const isInverted = parts.length === 2 && plainWords(head).length === 1 && plainWords(qualifier).length < 3;
  return isInverted ? `${qualifier} ${head}` : title;
}

function plainWords(text: string): string[] {
  return (
    text
      .replace(/['’.]/g, '')
      .replaceAll('&', ' and ')
      .match(/[\p{L}\p{N}][\p{L}\p{N}+#]*/gu) ?? []
  );
}

function expandAliases(words: string[]): string[] {
  const result: string[] = [];
  for (let index = 0; index < words.length;) {
    let length = MAX_ALIAS_WORDS;
    let alias: string | undefined;
    for (; length > 0; length -= 1) {
      const phrase = words.slice(index, index + length).join(' ');
      alias = Object.hasOwn(WORD_ALIASES, phrase) ? WORD_ALIASES[phrase] : undefined;
      if (alias !== undefined) break;
    }
    result.push(...(alias?.split(' ') ?? [words[index] ?? '']));
    index += Math.max(length, 1);
  }
  // The alias of "chief executive" adds an "officer" that the title may state itself.
  return result.filter((word, index) => !(word === 'officer' && result[index - 1] === 'officer'));
}

function singularise(words: string[]): string[] {
  return words.map((word) => {
    if (PLURAL_OF_PEOPLE.test(word)) return word.slice(0, -1);
    return word.endsWith('taries') ? `${word.slice(0, -3)}y` : word;
  });
}

/** Replaces the field that a trainee is in by the role they train for. */
function fieldToRole(words: string[]): string[] {
  const [secondLast = '', last = ''] = words.slice(-2);
  const ofTwo = TRAINEE_ROLES[`${secondLast} ${last}`];
  if (words.length > 1 && ofTwo !== undefined) return [...words.slice(0, -2), ...ofTwo.split(' ')];
  const field = words.at(-1) ?? '';
  const ofOne = Object.hasOwn(TRAINEE_ROLES, field) ? TRAINEE_ROLES[field] : undefined;
  return ofOne === undefined ? words : [...words.slice(0, -1), ofOne];
}
