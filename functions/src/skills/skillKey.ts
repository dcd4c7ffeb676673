import { lookUpKey, shippedAliases, type AliasTable } from './aliasTable.ts';
import { foldSpelling, toSingular } from './foldSpelling.ts';

/** Memoised names: users of one campus write the same ones over and over. */
const MAX_CACHED_KEYS = 20_000;
const cachedKeys = new Map<string, string>();

/**
 * The normalised form of a skill name: two names are the same skill if and only if their keys are equal. Depends
 * only on the name and the shipped aliases, and is idempotent.
 *
 * {@link foldSpelling} says which characters count. Beyond that, plurals are folded, versions and generic words such
 * as "language" are dropped after names whose category allows it, and a name that repeats itself or adds a
 * proficiency counts once: "Machine Learning (ML)", "Spanish - fluent".
 */
export function skillKey(name: string): string {
  const cached = cachedKeys.get(name);
  if (cached !== undefined) return cached;
  const key = toFixedPoint(name);
  if (cachedKeys.size >= MAX_CACHED_KEYS) cachedKeys.clear();
  cachedKeys.set(name, key);
  return key;
}

/** The part of a two-part name that names the skill: "Machine Learning" of "Machine Learning (ML)". */
export function withoutQualification(name: string): string {
  const key = skillKey(name);
  const parts = partings(name).flatMap(({ first, second }) => [first, second]);
  return parts.map((part) => part.trim()).find((part) => skillKey(part) === key) ?? name;
}

/** The keys of all shipped skills, which are known to be distinct. */
export function shippedKeys(): string[] {
  return [...new Set([...shippedAliases().values()].map(({ key }) => key))];
}

/** Applies the rules until the key no longer changes. */
function toFixedPoint(name: string): string {
  const key = withoutQualifier(name, shippedAliases());
  return key === name ? key : toFixedPoint(key);
}

/** A self-assessment that follows a skill's name. */
const PROFICIENCY =
  /^(basics?|beginner|novice|elementary|intermediate|advanced|expert|proficient|conversational|fluent|native|learning|[abc][12]|n[1-5])(level|speaker|proficiency)?$/;

interface Parting {
  first: string;
  second: string;
}

/** Longer names are no names of two parts. */
const MAX_TWO_PART_LENGTH = 200;

/** "Machine Learning/ML", "Spanish - fluent". */
const TWO_PART_NAMES = [
  /^(?<first>[^/,]+)[/,](?<second>[^/,]+)$/su,
  /^(?<first>.+?)\s[-–—]\s(?<second>.+)$/su,
];

/** Each way in which a name has two parts. */
function partings(name: string): Parting[] {
  if (name.length > MAX_TWO_PART_LENGTH) return [];
  const written = TWO_PART_NAMES.map((pattern) => pattern.exec(name)?.groups as Parting | undefined);
  return [bracketed(name), ...written].filter((parting) => parting !== undefined);
}

/** "Machine Learning (ML)". By hand, because a pattern backtracks from every bracket to every other. */
function bracketed(name: string): Parting | undefined {
  const text = name.trimEnd();
  const opening = Math.max(text.lastIndexOf('('), text.lastIndexOf('['));
  const [first, second] = [text.slice(0, Math.max(opening, 0)).trimEnd(), text.slice(opening + 1, -1)];
  const isBracketed = /[)\]]$/.test(text) && /^[^)\]]+$/.test(second) && /[^\s([]/.test(first);
  return isBracketed ? { first, second } : undefined;
}

/** The key of a name; of a two-part name, that of one part if the other repeats it or is a proficiency. */
function withoutQualifier(name: string, aliases: AliasTable): string {
  for (const { first, second } of partings(name)) {
    const key = lookUpKey(aliases, first);
    if (key === '') continue;
    if (PROFICIENCY.test(foldSpelling(second))) return key;
    if (key === lookUpKey(aliases, second) || areInitials(second, first)) return key;
    if (areInitials(first, second)) return lookUpKey(aliases, second);
  }
  return lookUpKey(aliases, name);
}

const STOP_WORDS = ['and', 'of', 'the', 'for', 'to', 'in'];

/** Whether `short` consists of the initials of `long`, with or without its stop words. */
function areInitials(short: string, long: string): boolean {
  const words =
    long
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const contentWords = words.filter((word) => !STOP_WORDS.includes(word));
  const letters = toSingular(foldSpelling(short));
  return letters.length > 1 && [initials(words), initials(contentWords)].includes(letters);
}

function initials(words: string[]): string {
  return words.map((word) => Array.from(word)[0]).join('');
}
