import { pgArray, type Sql, type TransactionSql } from '../../platform/postgres.ts';
import { roleSimilarity, roleWords, type Title } from '../titles/normalise.ts';

/**
 * The occupations of the taxonomy that titles name, by the titles' keys: the one whose own name it is, otherwise
 * the one whose own name has most in common with it. A title in another grade is that of its role.
 */
export async function occupationsOf(
  sql: Sql | TransactionSql,
  titles: readonly Title[],
): Promise<Map<string, number>> {
  const keys = new Set(titles.flatMap(({ key, role }) => [key, role]));
  const rows = await sql<{ key: string; occupations: { id: number; own: boolean; name: string }[] }[]>`
    select key, json_agg(json_build_object('id', occupation.id, 'own', own, 'name', occupation.name)
      order by own desc, occupation.id) as occupations
    from occupation_titles join taxonomy_concepts as occupation on occupation.id = occupation_id
    where key = any(${pgArray([...keys])}::text[])
    group by key`;
  const named = new Map(rows.map(({ key, occupations }) => [key, occupations]));
  return new Map(
    titles.flatMap(({ key, role }) => {
      const occupations = named.get(key) ?? named.get(role) ?? [];
      const words = roleWords(role);
      const best = occupations
        .map(({ id, own, name }) => ({
          id,
          fit: own ? 2 : roleSimilarity(words, roleWords(name.toLowerCase())),
        }))
        .sort((a, b) => b.fit - a.fit || a.id - b.id)[0];
      return best === undefined ? [] : [[key, best.id] as const];
    }),
  );
}
