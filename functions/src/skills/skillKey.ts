import { FIELDS, type Field } from './aliases.ts';

/**
 * What makes two spellings one skill: two names are the same skill when their keys are equal. Nothing but
 * the name and the shipped aliases decides it, so the same name has the same key everywhere, and a key is
 * its own key.
 *
 * Case, spaces, hyphens, quotes and other punctuation, accents, compatibility forms, invisible characters,
 * British spelling and the plural do not distinguish. What does: letters and digits of any script, `++`
 * and a `+` at the end, `#` behind a letter, a dot in front (`.net`) and between digits (`3.10`). Versions
 * and words such as "language" are left out only behind names of aliases.ts that are known to take them.
 */
export function skillKey(name: string): string {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = settle(name);
  if (keys.size >= MAX_REMEMBERED) keys.clear();
  keys.set(name, key);
  return key;
}

/** What a skill is called: as aliases.ts names it, otherwise as it was written, with single spaces. */
export function displayName(name: string): string {
  return aliases().get(skillKey(name))?.name ?? name.trim().replace(/\s+/g, ' ');
}

/** The keys of the skills that aliases.ts names: no two of them are the same skill. */
export function shippedKeys(): string[] {
  return [...new Set([...aliases().values()].map(({ key }) => key))];
}

/** Names whose keys are remembered: a campus writes the same ones again and again. */
const MAX_REMEMBERED = 20_000;
const keys = new Map<string, string>();

/** Applies the rules until they change nothing more. */
function settle(name: string): string {
  const key = withoutRepetition(name, aliases());
  return key === name ? key : settle(key);
}

/** An entry of the table of known spellings. */
interface Known {
  key: string;
  name: string;
  field: Field;
}

let table: Map<string, Known> | undefined;

/** The shipped aliases by their folded spellings, made on first use. */
function aliases(): Map<string, Known> {
  return (table ??= aliasTable(FIELDS));
}

/**
 * Every spelling that the fields name or describe, folded. A spelling that is named outranks one that
 * follows from a field's `before`, `after` or `plurals`.
 *
 * @throws when one spelling belongs to two skills.
 */
export function aliasTable(fields: Record<string, Field>): Map<string, Known> {
  const named = new Map<string, Known>();
  const derived = new Map<string, Known>();
  const add = (to: Map<string, Known>, folded: string, known: Known): void => {
    const other = to.get(folded);
    if (other !== undefined && other.name !== known.name) {
      throw new Error(`"${folded}" is a spelling of both "${other.name}" and "${known.name}"`);
    }
    to.set(folded, known);
  };
  for (const field of Object.values(fields)) {
    // Folded once and then put together: folding each combination would take a fifth of a second.
    const before = (field.before ?? []).map(fold);
    const after = ['', ...(field.after ?? []).map(fold)];
    for (const [name, others] of Object.entries(field.skills)) {
      const known = { key: fold(name), name, field };
      for (const spelling of [name, ...others].map(fold)) {
        add(named, spelling, known);
        for (const form of field.plurals ? [spelling, withoutPlural(spelling)] : [spelling]) {
          const starts = [form, ...before.map((word) => word + form.replace(/^\./, ''))];
          for (const start of starts) for (const end of after) add(derived, start + end, known);
        }
      }
    }
  }
  return new Map([...derived, ...named]);
}

/** The key of a name once, by these aliases. */
export function keyBy(table: Map<string, Known>, name: string): string {
  const folded = fold(name);
  const exact = table.get(folded);
  if (exact !== undefined) return exact.key;
  for (const version of VERSIONS) {
    const unversioned = table.get(folded.replace(version, ''));
    if (unversioned?.field.versions) return unversioned.key;
  }
  const singular = withoutPlural(folded);
  const stem = table.get(singular);
  if (stem === undefined) return singular;
  // "Rails" is no plural of somebody's "Rail", nor "Words" one of Microsoft's.
  return stem.field.plurals ? stem.key : folded;
}

/** What says how well somebody knows a skill, rather than which one. */
const PROFICIENCY =
  /^(basics?|beginner|novice|elementary|intermediate|advanced|expert|proficient|conversational|fluent|native|learning|[abc][12]|n[1-5])(level|speaker|proficiency)?$/;

/** "Machine Learning (ML)", "Machine Learning/ML", "Spanish - fluent". */
const TWO_PARTS = [
  /^(?<one>.*[^\s([].*?)\s*[([](?<other>[^()[\]]+)[)\]]\s*$/su,
  /^(?<one>[^/,]+)[/,](?<other>[^/,]+)$/su,
  /^(?<one>.+?)\s[-–—](?:\s(?<other>.+))$/su,
];

/** The key of a name; one that says the same skill twice, or a proficiency, counts once. */
function withoutRepetition(name: string, table: Map<string, Known>): string {
  for (const pattern of TWO_PARTS) {
    const { one, other } = pattern.exec(name)?.groups ?? {};
    if (one === undefined || other === undefined) continue;
    const key = keyBy(table, one);
    if (key === '') continue;
    if (PROFICIENCY.test(fold(other)) || key === keyBy(table, other) || isInitials(other, one)) return key;
    if (isInitials(one, other)) return keyBy(table, other);
  }
  return keyBy(table, name);
}

function isInitials(short: string, long: string): boolean {
  const words = long.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const initials = (of: string[]): string => of.map((word) => Array.from(word)[0]).join('');
  const letters = withoutPlural(fold(short));
  const content = words.filter((word) => !['and', 'of', 'the', 'for', 'to', 'in'].includes(word));
  return letters.length > 1 && [initials(words), initials(content)].includes(letters);
}

/** The name without what never distinguishes skills. */
function fold(name: string): string {
  const visible = name.replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  const text = visible
    .replace(/[™®©℠]/g, ' ')
    .normalize('NFKD')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll('♯', '#')
    .replaceAll('&', ' and ')
    // Through upper case, so that ß is ss.
    .toUpperCase()
    .toLowerCase()
    .trim()
    // A hashtag.
    .replace(/(?<=^|\s)#(?=\p{L})/gu, '');
  const compact = text
    // The plus of "HTML + CSS".
    .replace(/\s\+\s/g, ' ')
    .replace(/[^\p{L}\p{M}\p{N}+#.]/gu, '')
    // Accents; in other scripts such marks can be vowels.
    .replace(/(?<=\p{Script=Latin}\p{M}*)\p{M}/gu, '')
    .replace(/(?<!\p{L})#/gu, '')
    .replace(/(?<=\p{N})\+|(?<=\p{L})\+(?=[\p{L}\p{N}])|^\++/gu, '')
    .replace(/((?<=\d)\.(?=\d)|^\.(?=\p{L}))|\./gu, '$1')
    .normalize('NFC');
  if (/[\p{L}\p{N}]/u.test(compact)) return american(compact);
  // A name without letters and digits has nothing to fold; one of nothing but trade marks stays as it is.
  return [text, visible].map((kept) => kept.replace(/\s+/g, '').normalize('NFC')).find(Boolean) ?? '';
}

/** Parts of words that British spelling writes differently, where no other word can be meant. */
const BRITISH: [RegExp, string][] = [
  [/is(?=ation|ing|e)/g, 'iz'],
  [/ys(?=ing|e)/g, 'yz'],
  [/(?<=col|behavi|lab|hum|harb|hon|flav|fav|neighb|arm|vap|endeav)our/g, 'or'],
  [/(?<=model|label|travel|counsel|signal|channel|tunnel|level|cancel|panel)l(?=ing|ed|er|or)/g, ''],
  [/(?<=cent|fib)re(?=d)/g, 'ere'],
  [/(?<=cent|theat|fib|met|lit)re(?!n)/g, 'er'],
  [/(?<=defen|offen|licen)ce/g, 'se'],
  [/(?<=catal|dial|anal)ogue/g, 'og'],
  [/programme(?![rd])/g, 'program'],
  [
    /(?<=p)ae(?=diatri|do)|(?<=h)ae(?=m)|(?<=an)ae(?=sthe)|(?<=gyn)ae(?=co)|(?<=orthop)ae(?=d)|(?<=arch)ae(?=o)/g,
    'e',
  ],
  [/artefact/g, 'artifact'],
  [/aluminium/g, 'aluminum'],
  [/jewellery/g, 'jewelry'],
  [/grey/g, 'gray'],
];

function american(text: string): string {
  return BRITISH.reduce((spelled, [british, replacement]) => spelled.replace(british, replacement), text);
}

/** Numbers behind at least two other characters: "python3.9", "vue3x", and "javav8". */
const VERSIONS = [/(?<=..)\d[\d.]*x?/gsu, /(?<=..)v\d[\d.]*x?/gsu];

/** The singular of an English plural; names in -ss, -us, -is, -os, -as, -ics, -js and short ones are none. */
function withoutPlural(folded: string): string {
  if (/(?<=..)ies$/.test(folded)) return folded.replace(/ies$/, 'y');
  if (/(?<=.)(ss|sh|ch|x)es$/.test(folded)) return folded.replace(/es$/, '');
  return /^.{3,}(?:(?<=api)|(?<!ic|j|[suioa]))s$/su.test(folded) ? folded.slice(0, -1) : folded;
}
