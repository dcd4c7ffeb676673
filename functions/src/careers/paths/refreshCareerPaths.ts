import { DAY_MS } from '../../learning/calendar.ts';
import { withLock } from '../../platform/locks.ts';
import { pgArray, type Sql, type TransactionSql } from '../../platform/postgres.ts';
import { matchOccupations } from '../occupations/matchOccupations.ts';
import { refreshOccupations, taxonomyFingerprint } from '../occupations/refreshOccupations.ts';
import { TitleIndex } from '../titles/titleIndex.ts';
import type { OccupationSimilarities } from '../titles/titleSimilarity.ts';
import { careerModel } from './careerModel.ts';
import { readCareers, type StoredCareer } from './readCareers.ts';
import { trainCareerMixture } from './trainCareerMixture.ts';
import { countTransitions } from './transitions.ts';
import { writeTitles, writeTitleSkills, writeTransitions } from './writeCareerTables.ts';

/** Refreshed after this long even if no position has changed: moves lose weight with age, and skills change. */
const STALE_DAYS = 7;

/**
 * Recomputes what career paths are predicted from, in one transaction: occupations, titles, transitions and the model.
 * Does nothing while another refresh is running, or if nothing has changed in less than a week.
 *
 * @returns how many careers were read, 0 if nothing has changed; null while another refresh is running
 */
export function refreshCareerPaths(sql: Sql, now: Date): Promise<number | null> {
  return withLock(sql, 'careers', async (opened) => {
    const [last] = await opened<{ refreshed_at: Date; positions: string; taxonomy: string }[]>`
      select refreshed_at, positions_fingerprint as positions, taxonomy_fingerprint as taxonomy
      from career_refresh`;
    const taxonomy = await taxonomyFingerprint(opened);
    // A sum rather than the latest change, which would hide one that commits late.
    const [changed] = await opened<{ fingerprint: string }[]>`
      select concat_ws(' ', count(*), sum(extract(epoch from changed_at))) as fingerprint from positions where live`;
    const positions = changed?.fingerprint ?? '';
    const days = (now.getTime() - (last?.refreshed_at.getTime() ?? -Infinity)) / DAY_MS;
    if (last?.taxonomy === taxonomy && last.positions === positions && days < STALE_DAYS) return 0;

    if (last?.taxonomy !== taxonomy) await refreshOccupations(opened);
    const careers = await readCareers(opened, now);
    await refreshPaths(opened, now, careers);
    await opened`
      insert into career_refresh (refreshed_at, positions_fingerprint, taxonomy_fingerprint)
      values (${now}, ${positions}, ${taxonomy})
      on conflict (id) do update set
        refreshed_at = excluded.refreshed_at,
        positions_fingerprint = excluded.positions_fingerprint,
        taxonomy_fingerprint = excluded.taxonomy_fingerprint`;
    return careers.length;
  });
}

async function refreshPaths(sql: TransactionSql, now: Date, careers: StoredCareer[]): Promise<void> {
  const titles = new Map(
    careers.flatMap(({ positions }) => positions.map(({ title }) => [title.key, title] as const)),
  );
  const occupations = await matchOccupations(sql, [...titles.values()]);
  const similarities = await readSimilarities(sql, new Set(occupations.values()));
  const index = new TitleIndex(titles.values(), occupations, similarities);
  const trained = trainCareerMixture(careers, now.getTime(), (key) => index.similarTo(key));
  if (trained !== null) {
    const { parameters, metrics, baseline, cases } = trained;
    await careerModel.save(sql, now, {
      parameters,
      metrics,
      baselineMetrics: baseline,
      cases,
      isAdopted: metrics.mrr > baseline.mrr,
    });
  }
  const { halfLifeYears } = (await careerModel.inUse(sql)).parameters;

  await writeTitles(sql, [...titles.values()], occupations, careers);
  await writeTransitions(sql, countTransitions(careers, now.getTime(), halfLifeYears));
  await writeTitleSkills(sql, careers);
}

/** Similarities to other occupations, by the ids of these ones. */
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
