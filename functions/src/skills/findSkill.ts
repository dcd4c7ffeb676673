import { DomainError } from '../platform/errors.ts';
import type { TransactionSql } from '../platform/postgres.ts';
import { skillKey } from './skillKey.ts';
import { similarSkill } from './unknownSkill.ts';

/** A skill by its id, or by any of its spellings. */
export type SkillReference = { id: number } | { name: string };

export interface SkillRow {
  id: number;
  key: string;
  name: string;
}

/** @throws DomainError `not-found` */
export async function findSkill(sql: TransactionSql, reference: SkillReference): Promise<SkillRow> {
  if ('id' in reference) {
    const [row] = await sql<SkillRow[]>`select id, key, name from skills where id = ${reference.id}`;
    if (row) return row;
    throw new DomainError('not-found', `There is no skill ${String(reference.id)}.`);
  }
  const key = skillKey(reference.name);
  const [row] = await sql<SkillRow[]>`
    select id, key, name from skills
    where id = coalesce(
      (select skill_id from skill_aliases where key = ${key}),
      (select id from skills where key = ${key})
    )`;
  if (row) return row;
  const hint = await similarSkill(sql, reference.name);
  throw new DomainError('not-found', `There is no skill "${reference.name}".${hint}`);
}
