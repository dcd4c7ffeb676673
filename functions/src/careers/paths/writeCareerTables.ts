import type { TransactionSql } from '../../platform/postgres.ts';
import { replaceRows } from '../../platform/replaceRows.ts';
import type { Title } from '../titles/normaliseTitle.ts';
import { roleWords } from '../titles/roleSimilarity.ts';
import type { Career } from './career.ts';
import type { StoredCareer } from './readCareers.ts';
import type { Transitions } from './transitions.ts';

/** Spellings kept per title. */
const MAX_SPELLINGS = 20;

/** Contexts of the kinds below, of which there are as many as careers, are kept from this many people on. */
const MIN_PEOPLE = 2;
const RARE_KINDS = /^(afterTwo|earlier|skills|organisation):/;

interface TitleHolders {
  people: number;
  /** How many people use each spelling. */
  spellings: Map<string, number>;
}

/** Writes `career_titles`: each title with its spellings and its occupation. */
export async function writeTitles(
  sql: TransactionSql,
  titles: readonly Title[],
  occupations: ReadonlyMap<string, number>,
  careers: readonly StoredCareer[],
): Promise<void> {
  const holders = countHolders(careers);
  const rows = titles.map(({ key, role, seniority }) => {
    const { people, spellings } = holders.get(key) ?? { people: 0, spellings: new Map<string, number>() };
    const mostCommon = [...spellings]
      .sort(([spellingA, a], [spellingB, b]) => b - a || (spellingA < spellingB ? -1 : 1))
      .slice(0, MAX_SPELLINGS);
    return {
      key,
      role,
      seniority,
      people,
      name: mostCommon[0]?.[0] ?? key,
      spellings: Object.fromEntries(mostCommon),
      words: [...roleWords(role).keys()],
      occupation_id: occupations.get(key) ?? null,
    };
  });
  await replaceRows(sql, 'career_titles', ['key'], rows);
}

/** Writes `career_contexts` and `career_moves`. */
export async function writeTransitions(
  sql: TransactionSql,
  transitions: ReadonlyMap<string, Transitions>,
): Promise<void> {
  const contexts = [...transitions]
    .map(([id, { total, moves }]) => ({
      row: { id, weight: total, people: moves.values().reduce((sum, { people }) => sum + people, 0) },
      moves,
    }))
    .filter(({ row }) => row.people >= MIN_PEOPLE || !RARE_KINDS.test(row.id));
  await replaceRows(
    sql,
    'career_contexts',
    ['id'],
    contexts.map(({ row }) => row),
  );
  const moves = contexts.flatMap(({ row, moves: ofContext }) =>
    [...ofContext].map(([title_key, { weight, people, days }]) => ({
      context_id: row.id,
      title_key,
      weight,
      people,
      median_days: median(days),
    })),
  );
  await replaceRows(sql, 'career_moves', ['context_id', 'title_key'], moves);
}

/** Writes `career_title_skills`: how many people with each title have each skill. */
export async function writeTitleSkills(sql: TransactionSql, careers: readonly Career[]): Promise<void> {
  const countsByTitle = new Map<string, Map<string, number>>();
  for (const { positions, skills } of careers) {
    for (const key of new Set(positions.map(({ title }) => title.key))) {
      const counts = countsByTitle.get(key) ?? new Map<string, number>();
      countsByTitle.set(key, counts);
      for (const skill of skills) counts.set(skill, (counts.get(skill) ?? 0) + 1);
    }
  }
  const rows = [...countsByTitle].flatMap(([title_key, counts]) =>
    [...counts].map(([skill_id, people]) => ({ title_key, skill_id, people })),
  );
  // Skills may have been merged into others since the careers were read.
  const filter = 'exists (select from skills where skills.id = skill_id)';
  await replaceRows(sql, 'career_title_skills', ['title_key', 'skill_id'], rows, filter);
}

/** Counts each person once per title, and once per spelling of it. */
function countHolders(careers: readonly StoredCareer[]): Map<string, TitleHolders> {
  const holders = new Map<string, TitleHolders>();
  for (const { positions, spellings } of careers) {
    const spelled = positions.map(({ title }, index) => ({
      key: title.key,
      spelling: spellings[index] ?? '',
    }));
    for (const [key, sameTitle] of Map.groupBy(spelled, ({ key: titleKey }) => titleKey)) {
      const entry = holders.get(key) ?? { people: 0, spellings: new Map<string, number>() };
      holders.set(key, entry);
      entry.people += 1;
      for (const spelling of new Set(sameTitle.map((position) => position.spelling))) {
        entry.spellings.set(spelling, (entry.spellings.get(spelling) ?? 0) + 1);
      }
    }
  }
  return holders;
}

/** The upper median, rounded; null for no values. */
function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return middle === undefined ? null : Math.round(middle);
}
