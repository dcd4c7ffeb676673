import { recompute } from '../../functions/src/engagement/score/recompute.ts';
import { refreshInsights } from '../../functions/src/insights/counting/refresh.ts';
import { refreshCareers } from '../../functions/src/careers/paths/refresh.ts';
import { refreshForecast } from '../../functions/src/engagement/forecast/model.ts';
import { refreshMatching } from '../../functions/src/people/matching/refresh.ts';
import { refreshNeighbours } from '../../functions/src/people/search/neighbours.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { fitModels } from '../../functions/src/recommendations/refresh/fitModels.ts';

/** The scheduled jobs of a night, in their order. Lists are not made beforehand: they are those that asking gives. */
export const NIGHTLY: ((sql: Sql, now: Date) => Promise<unknown>)[] = [
  recompute,
  refreshMatching,
  refreshNeighbours,
  fitModels,
  refreshInsights,
  refreshForecast,
  refreshCareers,
];
