import { FIELDS, GENERIC_WORDS, WORDS } from './aliases.ts';

/** How far somebody is in a role; null for what a title does not say. */
export type Seniority = 'intern' | 'junior' | 'senior' | 'staff' | 'principal' | 'lead' | null;

/** A title, apart from how it was written. */
export interface Title {
  /** Two titles are the same when their keys are equal: the seniority and the role. */
  key: string;
  /** The role without the seniority. */
  role: string;
  seniority: Seniority;
}

/**
 * What a title means, by rules and the shipped abbreviations alone, so the same title means the same everywhere:
 * "Sr. SWE" is a senior software engineer. Case, punctuation, order of a comma ("Engineer, Software"), the plural,
 * a short form in brackets and an employer behind "at" do not distinguish titles. Empty for a title without words.
 */
export function normaliseTitle(title: string): Title {
  const known = titles.get(title);
  if (known !== undefined) return known;
  const normalised = normalise(title);
  if (titles.size >= MAX_REMEMBERED) titles.clear();
  titles.set(title, normalised);
  return normalised;
}

/** Titles that are remembered: a campus writes the same ones again and again. */
const MAX_REMEMBERED = 20_000;
const titles = new Map<string, Title>();

function normalise(title: string): Title {
  const { seniority, rest } = apart(expanded(singular(wordsOf(title))));
  const role = (FIELDS_OF_TRAINEES.has(seniority) ? asRole(rest) : rest).join(' ');
  return { key: [seniority, role].filter(Boolean).join(' '), role, seniority };
}

/** What a role is about: the stems of its words, with how much each says. */
export function roleWords(role: string): Map<string, number> {
  const words = role.split(' ').filter((word) => word !== '' && !IGNORED.has(word));
  return new Map(words.map((word) => [stem(word), GENERIC.has(word) ? 0.4 : 1]));
}

/** How much two roles are about the same, from 0 to 1: the share of their words (Dice's coefficient). */
export function roleSimilarity(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let [shared, all] = [0, 0];
  for (const [word, weight] of a) {
    all += weight;
    if (b.has(word)) shared += 2 * weight;
  }
  for (const weight of b.values()) all += weight;
  return all === 0 ? 0 : shared / all;
}

const IGNORED = new Set(['and', 'of', 'the', 'for', 'in', 'to', 'a', 'an', 'with', 'except', 'all']);
const GENERIC = new Set(GENERIC_WORDS);
const FIELDS_OF_TRAINEES = new Set<Seniority>(['intern', 'junior']);

function stem(word: string): string {
  if (word.length < 5) return word;
  return word.replace(/(ing|ers?|ors?|ists?|ions?|ment|s)$/, '').replace(/e$/, '');
}

function wordsOf(title: string): string[] {
  const text = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ (at|@) .*$| \| .*$/su, '');
  const [, main = text, aside = ''] = /^([^()]*[^()\s][^()]*)\(([^()]*)\)\s*$/su.exec(text) ?? [];
  const words = plainWords(turned(main));
  const others = plainWords(aside);
  const known = expanded(words);
  const repeats = expanded(others).every((word) => known.includes(word) || isInitials(word, words));
  return repeats ? words : [...words, ...others];
}

/** Whether these are the first letters of some of the words, one after the other. */
function isInitials(letters: string, words: string[]): boolean {
  const initials = words.map((word) => word[0]).join('');
  return letters.length > 1 && initials.includes(letters);
}

/** "Engineer, Software" is a software engineer; "Planner, Surveyor, and Mapper" is left as it is. */
function turned(title: string): string {
  const parts = title.split(',').map((part) => part.trim());
  const [head = '', qualifier = ''] = parts;
  const single = parts.length === 2 && plainWords(head).length === 1 && plainWords(qualifier).length < 3;
  return single ? `${qualifier} ${head}` : title;
}

function plainWords(text: string): string[] {
  return (
    text
      .replace(/['’.]/g, '')
      .replaceAll('&', ' and ')
      .match(/[\p{L}\p{N}][\p{L}\p{N}+#]*/gu) ?? []
  );
}

const LONGEST_ALIAS = 3;

function expanded(words: string[]): string[] {
  const result: string[] = [];
  for (let index = 0; index < words.length;) {
    let length = LONGEST_ALIAS;
    let alias: string | undefined;
    for (; length > 0; length -= 1) {
      const phrase = words.slice(index, index + length).join(' ');
      alias = Object.hasOwn(WORDS, phrase) ? WORDS[phrase] : undefined;
      if (alias !== undefined) break;
    }
    result.push(...(alias?.split(' ') ?? [words[index] ?? '']));
    index += Math.max(length, 1);
  }
  // "Chief Executive Officer" has just become one of two.
  return result.filter((word, index) => !(word === 'officer' && result[index - 1] === 'officer'));
}

/** Only words for people: "sales" and "operations" are no plurals. */
const PEOPLE =
  /(er|or|ist|ian|ant|ent|yst|ive|ee|man|clerk|nurse|pilot|cook|guard|architect|intern|lead|aide|chef|judge|coach|host)s$/;

function singular(words: string[]): string[] {
  return words.map((word) =>
    PEOPLE.test(word) ? word.slice(0, -1) : word.endsWith('taries') ? `${word.slice(0, -3)}y` : word,
  );
}

const TRAINEES = new Set(['intern', 'internship', 'trainee', 'apprentice', 'placement']);
const JUNIORS = new Set(['junior', 'graduate', 'entry']);
const MAKERS = new Set([
  'engineer',
  'developer',
  'scientist',
  'designer',
  'architect',
  'programmer',
  'researcher',
]);
const CONSULTING = new Set(['consultant', 'analyst', 'actuary', 'manager']);
const NUMBERED: Record<string, Seniority> = {
  i: 'junior',
  '1': 'junior',
  ii: null,
  '2': null,
  iii: 'senior',
  '3': 'senior',
  iv: 'staff',
  '4': 'staff',
  v: 'principal',
  '5': 'principal',
};

/** Takes the words that say how far somebody is away from those that say in what. */
function apart(words: string[]): { seniority: Seniority; rest: string[] } {
  let seniority: Seniority = null;
  let rest = words;
  const last = rest.at(-1) ?? '';
  if (rest.length > 1 && Object.hasOwn(NUMBERED, last)) {
    seniority = NUMBERED[last] ?? null;
    rest = rest.slice(0, -1);
  }
  for (let changed = true; changed && rest.length > 1;) {
    changed = false;
    const grade = gradeOf(rest);
    if (grade !== undefined) {
      seniority = grade.seniority ?? seniority;
      rest = grade.rest;
      changed = true;
    }
  }
  return { seniority, rest };
}

/** The grade that stands first, or last, in what has at least two words. */
function gradeOf(words: string[]): { seniority: Seniority; rest: string[] } | undefined {
  const [first = '', second = ''] = words;
  const last = words.at(-1) ?? '';
  const [behind, before] = [words.slice(1), words.slice(0, -1)];
  if (TRAINEES.has(last)) return { seniority: 'intern', rest: before };
  if (TRAINEES.has(first)) return { seniority: 'intern', rest: behind };
  if (first === 'senior') return { seniority: 'senior', rest: behind };
  if (last === 'senior') return { seniority: 'senior', rest: before };
  if (last === 'junior') return { seniority: 'junior', rest: before };
  if (first === 'mid') {
    return { seniority: null, rest: second === 'level' && words.length > 2 ? words.slice(2) : behind };
  }
  if (JUNIORS.has(first)) {
    if (first === 'entry')
      return second === 'level' && words.length > 2
        ? { seniority: 'junior', rest: words.slice(2) }
        : undefined;
    // A graduate assistant, or student, is no beginner at something.
    if (first === 'graduate' && !MAKERS.has(last) && !CONSULTING.has(last)) return undefined;
    return { seniority: 'junior', rest: behind };
  }
  if (first === 'associate' && (MAKERS.has(last) || CONSULTING.has(last)))
    return { seniority: 'junior', rest: behind };
  if (MAKERS.has(last) || last === 'consultant') {
    if (first === 'staff' || first === 'principal' || first === 'lead')
      return { seniority: first, rest: behind };
  }
  return undefined;
}

/** A trainee's field as the role. */
function asRole(words: string[]): string[] {
  const [secondLast = '', last = ''] = words.slice(-2);
  const two = FIELDS[`${secondLast} ${last}`];
  if (words.length > 1 && two !== undefined) return [...words.slice(0, -2), ...two.split(' ')];
  const only = words.at(-1) ?? '';
  const one = Object.hasOwn(FIELDS, only) ? FIELDS[only] : undefined;
  return one === undefined ? words : [...words.slice(0, -1), one];
}
