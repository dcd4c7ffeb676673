import { skillKey } from './skillKey.ts';
import type { Skill } from './skillList.ts';

/** Whether the server has verified a person's skill, under any spelling: a document lists those in `verifiedSkills`. */
export function isVerified(skill: Skill, verifiedSkills: readonly Skill[]): boolean {
  return verifiedSkills.some(({ name }) => skillKey(name) === skillKey(skill.name));
}
