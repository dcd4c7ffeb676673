import { DomainError } from '../platform/errors.ts';
import { tidyText } from '../platform/text/tidyText.ts';
import type { Sql } from '../platform/postgres.ts';
import { addSkills } from './addSkills.ts';
import { findSkill, type SkillReference } from './findSkill.ts';
import { mergeInTransaction, retryOnConflict, type SkillMerge } from './mergeSkillInto.ts';
import { skillKey } from './skillKey.ts';
import { initialName } from './skillName.ts';

/**
 * Makes a name an alias of a skill. If the name is a skill of its own, that skill is merged.
 *
 * @throws DomainError `not-found` for an unknown skill, `already-exists` if the name is an alias of another one
 */
export function addSkillAlias(sql: Sql, name: string, into: SkillReference): Promise<SkillMerge> {
  return retryOnConflict(sql, async (tx) => {
    const skill = await findSkill(tx, into);
    const key = skillKey(name);
    const [other] = await tx<{ name: string }[]>`
      select skills.name from skill_aliases join skills on skills.id = skill_id
      where skill_aliases.key = ${key} and skill_id <> ${skill.id}`;
    if (other) throw new DomainError('already-exists', `"${name}" is already an alias of "${other.name}".`);
    // Create the skill if it is new, so that there is only one path: a merge.
    await addSkills(tx, null, JSON.stringify([{ key, name: initialName(tidyText(name)) }]));
    return mergeInTransaction(tx, await findSkill(tx, { name }), skill);
  });
}
