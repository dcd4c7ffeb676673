import { recomputeScores } from '../../functions/src/engagement/score/recomputeScores.ts';
import { refreshInsights } from '../../functions/src/insights/counting/refresh.ts';
import { refreshCareerPaths } from '../../functions/src/careers/paths/refreshCareerPaths.ts';
import { refreshForecastModel } from '../../functions/src/engagement/forecast/refreshForecastModel.ts';
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
  [recomputeScores, refreshMatching, refreshSkillNeighbours, refreshInsights],
  [fitModels],
  [refreshForecastModel, refreshCareerPaths],
];

/** Runs the scheduled jobs of a night. */
export async function night(sql: Sql, now: Date): Promise<void> {
  await Promise.all(
    NIGHTLY.map(async (row) => {
      for (const job of row) await job(sql, now);
    }),
  );
}
