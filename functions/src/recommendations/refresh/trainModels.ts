import type { Sql } from '../../platform/postgres.ts';
import { refreshEvents } from '../events/coAttendance/refreshEventNeighbours.ts';
import { fitSkills } from '../skills/fitSkillWeights.ts';
import { fitUsers } from '../users/trainUserRanking.ts';

/**
 * Learns what ranks recommendations anew, from the history up to `now`.
 *
 * @returns false if the event model is as old as before, because another refresh of it is running.
 */
export async function fitModels(sql: Sql, now: Date): Promise<boolean> {
  const isEventModelRefreshed = await refreshEvents(sql, now);
  await fitSkills(sql, now);
  await fitUsers(sql, now);
  return isEventModelRefreshed;
}
