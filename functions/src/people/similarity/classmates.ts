import type { Sql } from '../../platform/postgres.ts';
import type { Asker } from './asker.ts';
import { rolesOf, type Card, type Filter } from './candidates.ts';

/**
 * Whom to show somebody about whom nothing is known yet: those who joined last, first of the asker's own
 * department.
 */
export async function newestClassmates(
  sql: Sql,
  asker: Asker,
  filter: Filter,
  limit: number,
): Promise<Card[]> {
  return sql<Card[]>`
    select id, name, role, department
    from users
    where may_be_shown(users, ${filter.department}, ${rolesOf(filter)}) and id <> ${asker.id}
    order by coalesce(department = ${asker.department}, false) desc, created_at desc nulls last, id
    limit ${limit}`;
}
