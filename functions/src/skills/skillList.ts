import type { z } from 'zod';
import type { Json } from '../platform/documents/json.ts';
import { lenient, oneToFive, toText } from '../platform/documents/fields.ts';
import { foldText } from '../platform/text/foldText.ts';
import { tidyText } from '../platform/text/tidyText.ts';

/** A skill as a document names it. */
export interface Skill {
  name: string;
  /** From 1 (beginner) to 5 (expert); null if missing or invalid. */
  level: number | null;
  verified: boolean;
}

/** Longest skill name, in characters; longer ones stay in `firebase_data` only. */
const MAX_NAME_LENGTH = 100;

/**
 * Parses a document's skills, each a string or `{name, level, verified}`. Names that differ only in case or space
 * become one entry, with the higher level and the verification; invalid entries are dropped. Other spellings of one
 * skill are resolved later, by skillLinks.ts.
 */
export const skillList: z.ZodType<Skill[]> = lenient((value) => {
  const skills = new Map<string, Skill>();
  for (const entry of Array.isArray(value) ? value : []) {
    const skill = toSkill(entry);
    if (skill === null) continue;
    const name = foldText(skill.name);
    const other = skills.get(name);
    if (other === undefined) {
      skills.set(name, skill);
    } else {
      other.level = Math.max(other.level ?? 0, skill.level ?? 0) || null;
      other.verified ||= skill.verified;
    }
  }
  return [...skills.values()];
});

function toSkill(entry: Json): Skill | null {
  const fields =
    typeof entry === 'object' && entry !== null && !Array.isArray(entry) && !('$utf16' in entry)
      ? entry
      : { name: entry };
  const name = typeof fields['name'] === 'number' ? null : tidyText(toText(fields['name']) ?? '');
  if (!name || Array.from(name).length > MAX_NAME_LENGTH) return null;
  return { name, level: oneToFive.parse(fields['level']), verified: fields['verified'] === true };
}
