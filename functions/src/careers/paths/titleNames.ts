import { pgArray, type Sql } from '../../platform/postgres.ts';

/** What a title is called. */
export interface TitleNames {
  /** Its most common spelling, or the taxonomy's name if nobody holds it. */
  name: string;
  /** How many people use each spelling. */
  spellings: Record<string, number>;
  /** How many people hold or held it. */
  people: number;
  /** Null if the taxonomy does not have it. */
  taxonomyName: string | null;
}

/** The names of titles by key; keys that neither the campus nor the taxonomy knows are left out. */
export async function readTitleNames(sql: Sql, keys: readonly string[]): Promise<Map<string, TitleNames>> {
  const rows = await sql<({ key: string } & TitleNames)[]>`
    select key, coalesce(held.name, occupation.name) as name, coalesce(spellings, '{}') as spellings,
      coalesce(people, 0) as people, occupation.name as "taxonomyName"
    from unnest(${pgArray(keys)}::text[]) as requested (key)
    left join career_titles as held using (key)
    left join lateral (
      select name from occupation_titles
      where occupation_titles.key = requested.key
      order by preferred desc, name
      limit 1
    ) as occupation on true
    where coalesce(held.name, occupation.name) is not null`;
  return new Map(rows.map(({ key, ...names }) => [key, names]));
}
