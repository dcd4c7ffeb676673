import type { Sql } from '../../platform/postgres.ts';
import { normaliseTitle } from '../titles/normaliseTitle.ts';
import type { Career } from './career.ts';
import { rankNextTitles } from './rankNextTitles.ts';
import { readCareer } from './readCareers.ts';
import { readTitleNames } from './titleNames.ts';

/** A possible next title, as written, with its probability. */
export interface RankedTitle {
  title: string;
  probability: number;
}

/** Stands in for the frequency of a spelling that nobody uses. */
const SPELLING_PSEUDO_COUNT = 0.5;

/**
 * How likely titles are to be a user's next one, the likeliest first. Without candidates, ranks those that others hold
 * or the taxonomy suggests, in their most common spelling.
 */
export async function rankTitles(
  sql: Sql,
  now: Date,
  uid: string,
  candidates: readonly string[] | null,
): Promise<RankedTitle[]> {
  const career = await readCareer(sql, now, uid);
  if (career === null) return [];
  return candidates === null ? rankAll(sql, career) : rankCandidates(sql, career, candidates);
}

async function rankAll(sql: Sql, career: Career): Promise<RankedTitle[]> {
  const ranked = await rankNextTitles(sql, career, null);
  const keys = ranked.map(({ key }) => key);
  const names = await readTitleNames(sql, keys);
  return ranked.map(({ key, probability }) => ({ title: names.get(key)?.name ?? key, probability }));
}

/** Candidates that are spellings of one title share its probability by how frequent they are. */
async function rankCandidates(
  sql: Sql,
  career: Career,
  candidates: readonly string[],
): Promise<RankedTitle[]> {
  const normalised = candidates
    .map((candidate) => ({ candidate, title: normaliseTitle(candidate) }))
    .filter(({ title }) => title.key !== '');
  const ranked = await rankNextTitles(
    sql,
    career,
    normalised.map(({ title }) => title),
  );
  const byKey = Map.groupBy(normalised, ({ title }) => title.key);
  const names = await readTitleNames(sql, [...byKey.keys()]);
  return ranked
    .flatMap(({ key, probability }) => {
      const spellings = byKey.get(key) ?? [];
      const counts = spellings.map(
        ({ candidate }) => SPELLING_PSEUDO_COUNT + (names.get(key)?.spellings[candidate.trim()] ?? 0),
      );
      const total = counts.reduce((sum, count) => sum + count, 0);
      return spellings.map(({ candidate }, index) => ({
        title: candidate,
        probability: (probability * (counts[index] ?? 0)) / total,
      }));
    })
    .sort((a, b) => b.probability - a.probability);
}
