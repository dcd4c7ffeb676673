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
  const parts = TWO_PART_NAMES.flatMap((pattern) => Object.values(pattern.exec(name)?.groups ?? {}));
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

/** "Machine Learning (ML)", "Machine Learning/ML", "Spanish - fluent". */
const TWO_PART_NAMES = [
  /^(?<first>.*[^\s([].*?)\s*[([](?<second>[^()[\]]+)[)\]]\s*$/su,
  /^(?<first>[^/,]+)[/,](?<second>[^/,]+)$/su,
  /^(?<first>.+?)\s[-–—](?:\s(?<second>.+))$/su,
];

/** The key of a name; of a two-part name, that of one part if the other repeats it or is a proficiency. */
function withoutQualifier(name: string, aliases: AliasTable): string {
  for (const pattern of TWO_PART_NAMES) {
    const { first, second } = pattern.exec(name)?.groups ?? {};
    if (first === undefined || second === undefined) continue;
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
  const words = long.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const contentWords = words.filter((word) => !STOP_WORDS.includes(word));
  const letters = toSingular(foldSpelling(short));
  return letters.length > 1 && [initials(words), initials(contentWords)].includes(letters);
}

function initials(words: string[]): string {
  return words.map((word) => Array.from(word)[0]).join('');
}
