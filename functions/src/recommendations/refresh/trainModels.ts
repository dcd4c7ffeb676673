import type { Sql } from '../../platform/postgres.ts';
import { refreshEventNeighbours } from '../events/coAttendance/refreshEventNeighbours.ts';
import { trainEventRanking } from '../events/ranking/trainEventRanking.ts';
import { fitSkillWeights } from '../skills/fitSkillWeights.ts';
import { trainUserRanking } from '../users/trainUserRanking.ts';

/**
 * Trains all models that rank recommendations on the history up to `now`.
 *
 * @returns false if the event model was left as it was because another refresh of it is running
 */
export async function trainModels(sql: Sql, now: Date): Promise<boolean> {
  const coAttendance = await refreshEventNeighbours(sql, now);
  if (coAttendance !== null) await trainEventRanking(sql, now, coAttendance);
  await fitSkillWeights(sql, now);
  await trainUserRanking(sql, now);
  return coAttendance !== null;
}
