import { readPersonCards, type PersonCard } from '../cards/index.ts';
import type { Sql } from '../platform/postgres.ts';
import type { UserDocuments } from './queries/userDocuments.ts';

type CountedSkill = UserDocuments['skills'][number];

/** A skill with the card of the person who verified it, in place of their id. */
export interface ShownSkill extends Omit<CountedSkill, 'verified'> {
  /** `person` is null for somebody who is gone or lets nobody find them. */
  verified: { by: { id: string; person: PersonCard | null }; at: string; level: number | null } | null;
}

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
