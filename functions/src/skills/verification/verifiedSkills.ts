import type { z } from 'zod';
import { lenient, oneToFive, time, toDocumentId, toText } from '../../platform/documents/fields.ts';
import type { Json } from '../../platform/documents/json.ts';
import { tidyText } from '../../platform/text/tidyText.ts';
import { skillKey } from '../skillKey.ts';
import { MAX_SKILLS, type Skill } from '../skillList.ts';

/** That somebody has verified a person's skill, as `verifiedSkills` of the person's document says. */
export interface VerifiedSkill extends Skill {
  /** Who verified it. */
  by: string;
  /** When, as RFC 3339 in UTC. */
  at: string;
}

/**
 * Parses `verifiedSkills`, which only the server writes (firestore.rules): `{name, level, by, at}`, where the level that
 * was verified may be null. An entry that does not say who verified a skill and when verifies nothing.
 */
export const verifiedSkillList: z.ZodType<VerifiedSkill[]> = lenient((value) =>
  (Array.isArray(value) ? value : []).flatMap((entry) => toVerifiedSkill(entry) ?? []).slice(-MAX_SKILLS),
);

function toVerifiedSkill(entry: Json): VerifiedSkill | null {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return null;
  const name = tidyText(toText(entry['name']) ?? '');
  const by = toDocumentId(entry['by']);
  const at = time.parse(entry['at']);
  return name === '' || by === null || at === null
    ? null
    : { name, level: oneToFive.parse(entry['level']), by, at };
}

/** The verification of a skill, under any spelling; the newest of several. */
export function findVerified(
  { name }: Pick<Skill, 'name'>,
  verifiedSkills: readonly VerifiedSkill[],
): VerifiedSkill | null {
  const ofSkill = verifiedSkills.filter((verified) => skillKey(verified.name) === skillKey(name));
  return ofSkill.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))[0] ?? null;
}
