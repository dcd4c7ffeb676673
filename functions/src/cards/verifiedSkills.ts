import { z } from 'zod';
import { skillLevel, time } from '../platform/output.ts';
import type { Fragment, Sql } from '../platform/postgres.ts';
import { publicName, publicText, type Identifiers } from './published/publicText.ts';
import { isShownFor } from './purpose.ts';

export const verifiedLevel = skillLevel
  .nullable()
  .describe(
    'The level that was verified, 1 to 5, which may differ from the one that the person claims; null if none was stated.',
  );

/** A skill of a person’s profile that somebody has verified. */
export const verifiedSkill = z
  .strictObject({
    name: z.string(),
    level: verifiedLevel,
    by: z
      .strictObject({
        id: z.string(),
        name: z.string().nullable().describe('Null for somebody who is gone or lets nobody find them.'),
      })
      .meta({ id: 'Verifier', description: 'Who verified a skill.' }),
    at: time,
  })
  .meta({ id: 'VerifiedSkill', description: 'A skill of a person’s profile that somebody has verified.' });

export type VerifiedSkill = z.infer<typeof verifiedSkill>;

/** A verified skill before the verifier's identifiers are taken out of their name. */
export interface VerifiedSkillRow extends Omit<VerifiedSkill, 'by'> {
  by: VerifiedSkill['by'] & { identifiers: Identifiers };
}

/** As many as a published card has skills. */
const MAX_VERIFIED = 50;

/** A column of `users`: their verified skills as {@link VerifiedSkillRow}, the highest level first; null for none. */
export function selectVerifiedSkills(sql: Sql): Fragment {
  return sql`(
    select json_agg(json_build_object(
      'name', skill.name, 'level', verified_level,
      'by', json_build_object('id', verified_by, 'name', verifier.name, 'identifiers', verifier.identifiers),
      'at', to_char(verified_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    ) order by verified_level desc nulls last, skill.name)
    from (
      select skills.name, verified_level, verified_by, verified_at
      from user_skills join skills on skills.id = skill_id
      where user_id = users.id and verified
      order by verified_level desc nulls last, skills.name
      limit ${MAX_VERIFIED}
    ) as skill
    left join lateral (
      select name, json_build_object('email', email, 'studentId', student_id) as identifiers
      from users where id = verified_by and live and ${isShownFor(sql, 'search')}
    ) as verifier on true
  )`;
}

/** Takes out of names what identifies the person, or those who verified them. */
export function toVerifiedSkills(
  rows: readonly VerifiedSkillRow[] | null,
  identifiers: Identifiers,
): VerifiedSkill[] {
  return (rows ?? [])
    .map(({ name, by, ...verified }) => ({
      ...verified,
      name: publicText(name, identifiers),
      by: { id: by.id, name: by.name === null ? null : publicName(by.name, by.identifiers) || null },
    }))
    .filter(({ name }) => name !== '');
}
