import { recompute } from '../../functions/src/engagement/score/recompute.ts';
import { refreshInsights } from '../../functions/src/insights/counting/refresh.ts';
import { refreshCareers } from '../../functions/src/careers/paths/refresh.ts';
import { refreshForecast } from '../../functions/src/engagement/forecast/model.ts';
import { refreshMatching } from '../../functions/src/people/matching/refresh.ts';
import { refreshSkillNeighbours } from '../../functions/src/skills/refreshSkillNeighbours.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { fitModels } from '../../functions/src/recommendations/refresh/fitModels.ts';

type Job = (sql: Sql, now: Date) => Promise<unknown>;

/**
 * The scheduled jobs of a night: rows of them, each in its order, beside each other, since no row reads what another
 * one computes. Lists are not made beforehand: they are those that asking gives.
 */
const NIGHTLY: Job[][] = [
  [recompute, refreshMatching, refreshSkillNeighbours, refreshInsights],
  [fitModels],
  [refreshForecast, refreshCareers],
];

/** Runs the scheduled jobs of a night. */
export async function night(sql: Sql, now: Date): Promise<void> {
  await Promise.all(
    NIGHTLY.map(async (row) => {
      for (const job of row) await job(sql, now);
    }),
  );
}
