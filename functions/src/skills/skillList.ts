import type { z } from 'zod';
import type { Json } from '../platform/documents/json.ts';
import { toNumeral } from '../platform/documents/numerals.ts';
import { lenient, oneToFive, toText } from '../platform/documents/fields.ts';
import { foldText } from '../platform/text/foldText.ts';
import { tidyText } from '../platform/text/tidyText.ts';
import { splitSkillName } from './splitSkillName.ts';

/** A skill as a document names it. */
export interface Skill {
  name: string;
  /** From 1 (beginner) to 5 (expert); null if missing or invalid. */
  level: number | null;
}

/** Longest skill name, in characters; longer ones stay in `firebase_data` only. */
const MAX_NAME_LENGTH = 100;

/** Skills of one document; the others stay in `firebase_data` only. Some work grows with the square of the list. */
export const MAX_SKILLS = 200;

/**
 * Parses a document's skills, each a string or `{name, level}`. Names that differ only in case or space become one
 * entry, with the higher level; an entry that names several known skills becomes one for each; invalid entries are
 * dropped. Other spellings of one skill are resolved later, by skillLinks.ts.
 */
export const skillList: z.ZodType<Skill[]> = lenient((value) => {
  const skills = new Map<string, Skill>();
  for (const entry of Array.isArray(value) ? value : []) {
    for (const skill of toSkills(entry)) {
      const name = foldText(skill.name);
      const other = skills.get(name);
      if (other === undefined) {
        if (skills.size < MAX_SKILLS) skills.set(name, skill);
      } else {
        other.level = Math.max(other.level ?? 0, skill.level ?? 0) || null;
      }
    }
  }
  return [...skills.values()];
});

/** The skill that an entry names, or several that were typed as one. */
function toSkills(entry: Json): Skill[] {
  const fields =
    typeof entry === 'object' && entry !== null && !Array.isArray(entry) && !('$utf16' in entry)
      ? entry
      : { name: entry };
  const name = toNumeral(fields['name']) === null ? (toText(fields['name']) ?? '') : '';
  const level = oneToFive.parse(fields['level']);
  return splitSkillName(name)
    .map(tidyText)
    .filter((part) => part !== '' && Array.from(part).length <= MAX_NAME_LENGTH)
    .map((part) => ({ name: part, level }));
}
