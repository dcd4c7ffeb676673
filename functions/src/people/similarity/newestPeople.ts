import type { Sql } from '../../platform/postgres.ts';
import { allowedRoles, type Candidate, type PersonFilter } from './personFilter.ts';
import type { Requester } from './readRequester.ts';

/** The people who joined last, the requester's department first: a cold-start list for users without traits. */
export async function newestPeople(
  sql: Sql,
  requester: Requester,
  filter: PersonFilter,
  limit: number,
): Promise<Candidate[]> {
  return sql<Candidate[]>`
    select id, role, department_key as "departmentKey"
    from users
    where passes_filter(users, ${filter.departmentKey}, ${allowedRoles(filter)}) and id <> ${requester.id}
    order by coalesce(department_key = ${requester.departmentKey}, false) desc, created_at desc nulls last, id
    limit ${limit}`;
}
