import type { z } from 'zod';
import type { Json } from '../platform/documents/json.ts';
import { lenient, oneToFive, toText } from '../platform/documents/fields.ts';

/** A skill that a document names. */
export interface Skill {
  name: string;
  /** From 1 (beginner) to 5 (expert), or null when the document does not say, or says nonsense. */
  level: number | null;
  verified: boolean;
}

/** Longest skill name, in characters; a longer one is no skill and stays in `firebase_data` only. */
const MAX_NAME = 100;

/**
 * A list of skills, each a string or `{name, level, verified}`, as the document writes them: one entry for
 * each distinct name, ignoring case and space; when a name comes twice, the higher level and the verified
 * one win. What is no skill is left out. Which names are spellings of one skill is for links.ts to say.
 */
export const skillList: z.ZodType<Skill[]> = lenient((value) => {
  const skills = new Map<string, Skill>();
  for (const entry of Array.isArray(value) ? value : []) {
    const skill = toSkill(entry);
    if (skill === null) continue;
    const name = skill.name.normalize('NFC').toLowerCase();
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
  const name = typeof fields['name'] === 'number' ? null : toText(fields['name'])?.replace(/\s+/g, ' ');
  if (!name || Array.from(name).length > MAX_NAME) return null;
  return { name, level: oneToFive.parse(fields['level']), verified: fields['verified'] === true };
}
