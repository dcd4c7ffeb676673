import { z } from 'zod';
import { encodeMap } from '../../platform/documents/encoding.ts';
import { label } from '../../platform/documents/labels.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Sql } from '../../platform/postgres.ts';
import { didYouMean } from '../../platform/text/didYouMean.ts';
import { skillKey } from '../skillKey.ts';
import { MAX_SKILLS, skillList, type Skill } from '../skillList.ts';
import { verifiedSkillList, type VerifiedSkill } from './verifiedSkills.ts';

const schema = z.object({ department: label, skills: skillList, verifiedSkills: verifiedSkillList });

/** What verifying a skill needs of the person's document. */
type SkilledPerson = z.infer<typeof schema>;

export interface ChangedVerification {
  /** The skill as the person lists it or, if they no longer do, as it was verified. */
  skill: Skill;
  /** The verification; null once it has been withdrawn. */
  verified: VerifiedSkill | null;
  /** All of the person's verified skills after the change. */
  verifiedSkills: VerifiedSkill[];
}

/** Reads the document of a person. */
export function toSkilledPerson(user: Record<string, unknown>): SkilledPerson {
  return schema.parse(encodeMap(user));
}

/**
 * Verifies a skill that the person lists, in any spelling, in place of an earlier verification. What was verified stays
 * so if the person removes the skill and lists it again.
 *
 * @param level that was verified; the one that the person claims if undefined
 * @throws DomainError `not-found` for a skill that they do not list
 */
export async function addVerification(
  sql: Sql,
  { skills, verifiedSkills }: SkilledPerson,
  spelling: string,
  { level, by, at }: { level: number | undefined; by: string; at: string },
): Promise<ChangedVerification> {
  const isSame = await sameSkill(sql, spelling, [...skills, ...verifiedSkills]);
  const skill = skills.find(isSame);
  if (skill === undefined) {
    throw new DomainError(
      'not-found',
      `This person does not list the skill “${spelling}”.${didYouMean(spelling, namesOf(skills))}`,
    );
  }
  const verified = { name: skill.name, level: level ?? skill.level, by, at };
  const others = verifiedSkills.filter((one) => !isSame(one));
  return { skill, verified, verifiedSkills: [...others, verified].slice(-MAX_SKILLS) };
}

/** Withdraws the verification of a skill, whether the person still lists it or not. @throws DomainError `not-found` */
export async function removeVerification(
  sql: Sql,
  { skills, verifiedSkills }: SkilledPerson,
  spelling: string,
): Promise<ChangedVerification> {
  const isSame = await sameSkill(sql, spelling, [...skills, ...verifiedSkills]);
  const withdrawn = verifiedSkills.find(isSame);
  if (withdrawn === undefined) {
    throw new DomainError(
      'not-found',
      `The skill “${spelling}” of this person is not verified.${didYouMean(spelling, namesOf(verifiedSkills))}`,
    );
  }
  const { name } = withdrawn;
  return {
    skill: skills.find(isSame) ?? { name, level: null },
    verified: null,
    verifiedSkills: verifiedSkills.filter((one) => !isSame(one)),
  };
}

/** Whether a skill is the one of this spelling, also where an operator has merged the two. */
async function sameSkill(
  sql: Sql,
  spelling: string,
  skills: readonly Skill[],
): Promise<(skill: Skill) => boolean> {
  const keys = [...new Set([spelling, ...namesOf(skills)].map(skillKey))];
  const rows = await sql<{ key: string; canonical: string }[]>`
    select alias.key, skills.key as canonical
    from json_array_elements_text(${JSON.stringify(keys)}::text::json) as asked (key)
    join skill_aliases as alias using (key)
    join skills on skills.id = alias.skill_id`;
  const aliases = new Map(rows.map(({ key, canonical }) => [key, canonical]));
  const canonical = (name: string): string => aliases.get(skillKey(name)) ?? skillKey(name);
  return ({ name }) => canonical(name) === canonical(spelling);
}

function namesOf(skills: readonly Skill[]): string[] {
  return skills.map(({ name }) => name);
}
