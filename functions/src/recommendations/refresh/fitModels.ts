import type { Sql } from '../../platform/postgres.ts';
import { refreshEvents } from '../events/refresh.ts';
import { fitSkills } from '../skills/fit.ts';
import { fitUsers } from '../users/fit.ts';

/** Learns what ranks recommendations anew, from the history up to `now`. */
export async function fitModels(sql: Sql, now: Date): Promise<void> {
  await refreshEvents(sql, now);
  await fitSkills(sql, now);
  await fitUsers(sql, now);
}
