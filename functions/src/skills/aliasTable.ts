import { SKILL_CATEGORIES } from './builtInAliases/skillCategories.ts';
import type { SkillCategory } from './builtInAliases/skillCategory.ts';
import { foldSpelling, toSingular } from './foldSpelling.ts';

/** The skill that a known spelling belongs to. */
interface KnownSkill {
  key: string;
  name: string;
  category: SkillCategory;
}

/** Folded spelling → skill. */
export type AliasTable = ReadonlyMap<string, KnownSkill>;

let shipped: AliasTable | undefined;

/** The table of the shipped aliases, built on first use. */
export function shippedAliases(): AliasTable {
  return (shipped ??= buildAliasTable(SKILL_CATEGORIES));
}

/**
 * Indexes every spelling that the categories list or imply. A listed spelling outranks one derived from a
 * category's prefixes, suffixes or plurals.
 *
 * @throws when two skills claim one spelling.
 */
export function buildAliasTable(categories: readonly SkillCategory[]): AliasTable {
  const listed = new Map<string, KnownSkill>();
  const derived = new Map<string, KnownSkill>();
  for (const category of categories) {
    // Fold the parts, then concatenate: folding every combination takes 0.2 s.
    const prefixes = (category.prefixes ?? []).map(foldSpelling);
    const suffixes = ['', ...(category.suffixes ?? []).map(foldSpelling)];
    for (const [name, aliases] of Object.entries(category.skills)) {
      const skill = { key: foldSpelling(name), name, category };
      for (const spelling of [name, ...aliases].map(foldSpelling)) {
        addSpelling(listed, spelling, skill);
        for (const form of category.ignoresPlural ? [spelling, toSingular(spelling)] : [spelling]) {
          const stems = [form, ...prefixes.map((prefix) => prefix + form.replace(/^\./, ''))];
          for (const stem of stems) for (const suffix of suffixes) addSpelling(derived, stem + suffix, skill);
        }
      }
    }
  }
  return new Map([...derived, ...listed]);
}

function addSpelling(table: Map<string, KnownSkill>, spelling: string, skill: KnownSkill): void {
  const other = table.get(spelling);
  if (other !== undefined && other.name !== skill.name) {
    throw new Error(`"${spelling}" is an alias of both "${other.name}" and "${skill.name}"`);
  }
  table.set(spelling, skill);
}

/** Version numbers after at least two other characters: "python3.9", "vue3x" and "javav8". */
const VERSIONS = [/(?<=..)\d[\d.]*x?/gsu, /(?<=..)v\d[\d.]*x?/gsu];

/** One pass of the rules: the key of the skill that the table knows the name as, otherwise the folded name. */
export function lookUpKey(table: AliasTable, name: string): string {
  const folded = foldSpelling(name);
  const exact = table.get(folded);
  if (exact !== undefined) return exact.key;
  for (const version of VERSIONS) {
    const unversioned = table.get(folded.replace(version, ''));
    if (unversioned?.category.allowsVersion) return unversioned.key;
  }
  const singular = toSingular(folded);
  const skill = table.get(singular);
  if (skill === undefined) return singular;
  // "Rails" is not the plural of a skill "Rail", nor "Words" that of Microsoft Word.
  return skill.category.ignoresPlural ? skill.key : folded;
}
