import { pgArray, type Sql, type TransactionSql } from '../../platform/postgres.ts';
import type { Title } from '../titles/normaliseTitle.ts';
import { roleSimilarity, roleWords } from '../titles/roleSimilarity.ts';

/**
 * The ids of the taxonomy's occupations that titles name, by title key. Prefers the occupation whose preferred name the
 * title is, then the one whose preferred name has most in common with it. Falls back on the title without its seniority.
 */
export async function matchOccupations(
  sql: Sql | TransactionSql,
  titles: readonly Title[],
): Promise<Map<string, number>> {
  const keys = new Set(titles.flatMap(({ key, role }) => [key, role]));
  const rows = await sql<{ key: string; occupations: { id: number; preferred: boolean; name: string }[] }[]>`
    select key, json_agg(json_build_object('id', occupation.id, 'preferred', preferred, 'name', occupation.name)
      order by preferred desc, occupation.id) as occupations
    from occupation_titles join taxonomy_concepts as occupation on occupation.id = occupation_id
    where key = any(${pgArray([...keys])}::text[])
    group by key`;
  const candidates = new Map(rows.map(({ key, occupations }) => [key, occupations]));
  return new Map(
    titles.flatMap(({ key, role }) => {
      const words = roleWords(role);
      const [best] = (candidates.get(key) ?? candidates.get(role) ?? [])
        .map(({ id, preferred, name }) => ({
          id,
          fit: preferred ? 2 : roleSimilarity(words, roleWords(name.toLowerCase())),
        }))
        .sort((a, b) => b.fit - a.fit || a.id - b.id);
      return best === undefined ? [] : [[key, best.id] as const];
    }),
  );
}
