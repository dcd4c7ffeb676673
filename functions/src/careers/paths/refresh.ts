import { withLock } from '../../platform/locks.ts';
import { pgArray, type Sql, type TransactionSql } from '../../platform/postgres.ts';
import { replaceRows } from '../../platform/replaceRows.ts';
import { DAY_MS } from '../../learning/calendar.ts';
import { occupationsOf } from '../occupations/occupation.ts';
import { refreshOccupations, taxonomyFingerprint } from '../occupations/refresh.ts';
import type { OccupationSimilarities } from '../titles/neighbours.ts';
import { roleWords, type Title } from '../titles/normalise.ts';
import { Vocabulary } from '../titles/vocabulary.ts';
import { readCareers, type ReadCareer } from './careers.ts';
import { learnPaths } from './learn.ts';
import { keepParameters, readParameters } from './parameters.ts';
import { tally, type Tally } from './tally.ts';

/** Spellings of a title that are kept. */
const SPELLINGS = 20;

/** Computed again after so many days even if no position has changed: moves grow old, and people learn. */
const STALE_DAYS = 7;

/** Situations of these kinds are kept only if so many people were in them: there are as many as careers. */
const FEWEST_PEOPLE = 2;
const RARE_KINDS = /^(after2|earlier|skills|organisation):/;

/**
 * Computes again what career paths stand on, in one transaction: the titles that people write, what they did next,
 * and how much that tells. Does nothing while another refresh is running, or if nothing has changed in less than a
 * week.
 *
 * @returns how many careers were read, 0 if nothing has changed; null while another refresh is running.
 */
export function refreshCareers(sql: Sql, now: Date): Promise<number | null> {
  return withLock(sql, 'careers', async (opened) => {
    const [last] = await opened<{ refreshed_at: Date; positions: string; taxonomy: string }[]>`
      select refreshed_at, positions, taxonomy from career_refresh`;
    const taxonomy = await taxonomyFingerprint(opened);
    const [changed] = await opened<{ fingerprint: string }[]>`
      select concat_ws(' ', count(*), max(version)) as fingerprint from positions where live`;
    const positions = changed?.fingerprint ?? '';
    const days = (now.getTime() - (last?.refreshed_at.getTime() ?? -Infinity)) / DAY_MS;
    if (last?.taxonomy === taxonomy && last.positions === positions && days < STALE_DAYS) return 0;

    if (last?.taxonomy !== taxonomy) await refreshOccupations(opened);
    const careers = await readCareers(opened, now);
    await refreshPaths(opened, now, careers);
    await opened`
      insert into career_refresh (refreshed_at, positions, taxonomy) values (${now}, ${positions}, ${taxonomy})
      on conflict (id) do update set
        refreshed_at = excluded.refreshed_at, positions = excluded.positions, taxonomy = excluded.taxonomy`;
    return careers.length;
  });
}

async function refreshPaths(sql: TransactionSql, now: Date, careers: ReadCareer[]): Promise<void> {
  const titles = new Map(careers.flatMap(({ held }) => held.map(({ title }) => [title.key, title] as const)));
  const occupations = await occupationsOf(sql, [...titles.values()]);
  const similarities = await readSimilarities(sql, new Set(occupations.values()));
  const vocabulary = new Vocabulary(titles.values(), occupations, similarities);
  const learned = learnPaths(careers, now.getTime(), (key) => vocabulary.near(key));
  if (learned !== null) await keepParameters(sql, now, learned);
  const { halfLifeYears } = await readParameters(sql);

  await writeTitles(sql, [...titles.values()], occupations, careers);
  await writeTallies(sql, tally(careers, now.getTime(), halfLifeYears));
  await writeSkills(sql, careers);
}

async function readSimilarities(
  sql: TransactionSql,
  occupations: Set<number>,
): Promise<Map<number, OccupationSimilarities>> {
  const rows = await sql<{ id: number; others: [number, number][] }[]>`
    select occupation_id as id, json_agg(json_build_array(other_id, similarity)) as others
    from occupation_similarities
    where occupation_id = any(${pgArray([...occupations])}::integer[])
    group by occupation_id`;
  return new Map(rows.map(({ id, others }) => [id, new Map(others)]));
}

async function writeTitles(
  sql: TransactionSql,
  titles: Title[],
  occupations: Map<string, number>,
  careers: ReadCareer[],
): Promise<void> {
  const people = new Map<string, { holders: number; spellings: Map<string, number> }>();
  for (const { held, written } of careers) {
    const own = Map.groupBy(
      held.map(({ title }, index) => ({ title, index })),
      ({ title }) => title.key,
    );
    for (const [key, positions] of own) {
      const entry = people.get(key) ?? { holders: 0, spellings: new Map<string, number>() };
      people.set(key, entry);
      entry.holders += 1;
      for (const spelling of new Set(positions.map(({ index }) => written[index] ?? ''))) {
        entry.spellings.set(spelling, (entry.spellings.get(spelling) ?? 0) + 1);
      }
    }
  }
  const rows = titles.map(({ key, role, seniority }) => {
    const { holders = 0, spellings = new Map<string, number>() } = people.get(key) ?? {};
    const most = [...spellings]
      .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
      .slice(0, SPELLINGS);
    return {
      ...{ key, role, seniority, people: holders, name: most[0]?.[0] ?? key },
      ...{ spellings: Object.fromEntries(most), words: [...roleWords(role).keys()] },
      occupation_id: occupations.get(key) ?? null,
    };
  });
  await replaceRows(sql, 'career_titles', ['key'], rows);
}

async function writeTallies(sql: TransactionSql, tallies: Map<string, Tally>): Promise<void> {
  const kept = [...tallies]
    .map(([id, { total, moves }]) => ({
      ...{ id, moves, weight: total },
      people: moves.values().reduce((sum, move) => sum + move.people, 0),
    }))
    .filter(({ id, people }) => people >= FEWEST_PEOPLE || !RARE_KINDS.test(id));
  await replaceRows(
    sql,
    'career_contexts',
    ['id'],
    kept.map(({ id, weight, people }) => ({ id, weight, people })),
  );
  const moves = kept.flatMap(({ id, moves }) =>
    [...moves].map(([title_key, { weight, people, days }]) => ({
      ...{ context_id: id, title_key, weight, people },
      median_days: median(days),
    })),
  );
  await replaceRows(sql, 'career_moves', ['context_id', 'title_key'], moves);
}

async function writeSkills(sql: TransactionSql, careers: ReadCareer[]): Promise<void> {
  const people = new Map<string, Map<string, number>>();
  for (const { held, skills } of careers) {
    for (const key of new Set(held.map(({ title }) => title.key))) {
      const counts = people.get(key) ?? new Map<string, number>();
      people.set(key, counts);
      for (const skill of skills) counts.set(skill, (counts.get(skill) ?? 0) + 1);
    }
  }
  const rows = [...people].flatMap(([title_key, counts]) =>
    [...counts].map(([skill_id, count]) => ({ title_key, skill_id, people: count })),
  );
  // A skill may have become part of another one meanwhile.
  const only = 'exists (select from skills where skills.id = skill_id)';
  await replaceRows(sql, 'career_title_skills', ['title_key', 'skill_id'], rows, only);
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return middle === undefined ? null : Math.round(middle);
}
