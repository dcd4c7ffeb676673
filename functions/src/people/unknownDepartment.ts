import type { Sql } from '../platform/postgres.ts';
import { trigrams } from './search/tokenise.ts';

/** Names that share a smaller part of their trigrams are other names. */
const MIN_SIMILARITY = 0.3;

/** Says that nobody is in a department, with the most similar name of one that has members; null if it has members. */
export async function unknownDepartment(sql: Sql, departmentKey: string | null): Promise<string | null> {
  if (departmentKey === null) return null;
  const departments = await sql<{ key: string; name: string }[]>`
    select department_key as key, label_name('department', department_key, max(department)) as name
    from users where live and department_key is not null
    group by department_key order by department_key`;
  if (departments.some(({ key }) => key === departmentKey)) return null;
  const [nearest] = departments
    .map(({ key, name }) => ({ name, similarity: similarity(key, departmentKey) }))
    .filter((department) => department.similarity >= MIN_SIMILARITY)
    .sort((a, b) => b.similarity - a.similarity);
  const hint = nearest === undefined ? '' : ` Did you mean “${nearest.name}”?`;
  return `Nobody is in a department “${departmentKey}”.${hint}`;
}

/** The share of trigrams that two texts have in common (Dice). */
function similarity(one: string, other: string): number {
  const [ones, others] = [new Set(trigrams(one)), new Set(trigrams(other))];
  const shared = [...ones].filter((trigram) => others.has(trigram)).length;
  return (2 * shared) / (ones.size + others.size);
}
