import type { Sql } from '../../platform/postgres.ts';
import { refreshCareerPaths } from './refreshCareerPaths.ts';

/** Positions from which a call computes career paths, at most: about a second. */
const MAX_POSITIONS = 2000;

/**
 * When career paths were computed. If they never were, the first call computes them on a small campus, as the night does;
 * not with a taxonomy, whose similarities take longer than a call.
 *
 * @returns null if they have not been computed
 */
export async function readRefreshedAt(sql: Sql, now: Date): Promise<Date | null> {
  const [state] = await sql<{ refreshed_at: Date | null; is_small: boolean }[]>`
    select (select refreshed_at from career_refresh) as refreshed_at,
      not exists (select from taxonomy_concepts where kind = 'occupation') and (
        select count(*) <= ${MAX_POSITIONS} from (select from positions limit ${MAX_POSITIONS + 1}) as first
      ) as is_small`;
  if (state?.refreshed_at != null || !state?.is_small) return state?.refreshed_at ?? null;
  return (await refreshCareerPaths(sql, now)) === null ? null : now;
}
