import { pgArray, type Sql } from '../../platform/postgres.ts';
import { normaliseTitle } from '../titles/normalise.ts';
import { readCareer } from './careers.ts';
import { rankNext } from './rank.ts';

/** A title as the requester wrote it, with its probability. */
export interface RankedCandidate {
  title: string;
  probability: number;
}

/**
 * How likely each of these titles is to come next for somebody, the likeliest first; without candidates, the titles
 * that others hold or the taxonomy offers, as most people write them. Of several spellings of one title, the more
 * frequent has the larger part of its probability.
 */
export async function rankTitles(
  sql: Sql,
  now: Date,
  uid: string,
  candidates: readonly string[] | null,
): Promise<RankedCandidate[]> {
  const career = await readCareer(sql, now, uid);
  if (career === null) return [];
  if (candidates === null) {
    const ranked = await rankNext(sql, career, null);
    const names = await readNames(
      sql,
      ranked.map(({ key }) => key),
    );
    return ranked.map(({ key, probability }) => ({ title: names.get(key)?.name ?? key, probability }));
  }
  const written = candidates
    .map((title) => ({ title, normalised: normaliseTitle(title) }))
    .filter(({ normalised }) => normalised.key !== '');
  const ranked = await rankNext(
    sql,
    career,
    written.map(({ normalised }) => normalised),
  );
  const spellings = Map.groupBy(written, ({ normalised }) => normalised.key);
  const names = await readNames(sql, [...spellings.keys()]);
  return ranked
    .flatMap(({ key, probability }) => {
      const same = spellings.get(key) ?? [];
      const counts = same.map(({ title }) => 0.5 + (names.get(key)?.spellings[title.trim()] ?? 0));
      const all = counts.reduce((sum, count) => sum + count, 0);
      return same.map(({ title }, index) => ({
        title,
        probability: (probability * (counts[index] ?? 0)) / all,
      }));
    })
    .sort((a, b) => b.probability - a.probability);
}

export interface TitleNames {
  /** As most people write it, or as the taxonomy does. */
  name: string;
  /** How many people write it how. */
  spellings: Record<string, number>;
  /** How many hold or held it. */
  people: number;
  /** What the taxonomy calls it; null for what it does not have. */
  taxonomyName: string | null;
}

/** What titles are called, by their keys. */
export async function readNames(sql: Sql, keys: readonly string[]): Promise<Map<string, TitleNames>> {
  const rows = await sql<({ key: string } & TitleNames)[]>`
    select key, coalesce(held.name, occupation.name) as name, coalesce(spellings, '{}') as spellings,
      coalesce(people, 0) as people, occupation.name as "taxonomyName"
    from unnest(${pgArray(keys)}::text[]) as asked (key)
    left join career_titles as held using (key)
    left join lateral (
      select name from occupation_titles where occupation_titles.key = asked.key order by own desc, name limit 1
    ) as occupation on true
    where coalesce(held.name, occupation.name) is not null`;
  return new Map(rows.map(({ key, ...names }) => [key, names]));
}
