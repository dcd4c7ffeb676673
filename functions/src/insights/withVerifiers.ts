import { z } from 'zod';
import { personCard, readPersonCards, verifiedLevel } from '../cards/index.ts';
import { time } from '../platform/output.ts';
import type { Sql } from '../platform/postgres.ts';
import type { UserDocuments } from './queries/userDocuments.ts';

type CountedSkill = UserDocuments['skills'][number];

export const verification = z
  .strictObject({
    by: z
      .strictObject({
        id: z.string(),
        person: personCard.nullable().describe('Null for somebody who is gone or lets nobody find them.'),
      })
      .meta({ id: 'UsedSkillVerifier' }),
    at: time,
    level: verifiedLevel,
  })
  .meta({ id: 'UsedSkillVerification', description: 'Who verified a skill, when, and at which level.' });

/** A skill with the card of the person who verified it, in place of their id. */
type ShownSkill = Omit<CountedSkill, 'verified'> & { verified: z.infer<typeof verification> | null };

export async function withVerifiers(
  sql: Sql,
  now: Date,
  skills: readonly CountedSkill[],
): Promise<ShownSkill[]> {
  const ids = new Set(skills.flatMap(({ verified }) => verified?.by ?? []));
  const cards = await readPersonCards(sql, now, [...ids], 'search');
  return skills.map(({ verified, ...skill }) => ({
    ...skill,
    verified: verified && {
      ...verified,
      by: { id: verified.by, person: cards.get(verified.by) ?? null },
    },
  }));
}
