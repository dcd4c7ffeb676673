import type { Sql } from '../../platform/postgres.ts';
import type { Requester } from './requester.ts';
import { rolesOf, type Card, type Filter } from './candidates.ts';

/**
 * Whom to show somebody about whom nothing is known yet: those who joined last, first of the requester's own
 * department.
 */
export async function newestClassmates(
  sql: Sql,
  requester: Requester,
  filter: Filter,
  limit: number,
): Promise<Card[]> {
  return sql<Card[]>`
    select id, name, role, department
    from users
    where passes_filter(users, ${filter.department}, ${rolesOf(filter)}) and id <> ${requester.id}
    order by coalesce(department = ${requester.department}, false) desc, created_at desc nulls last, id
    limit ${limit}`;
}
