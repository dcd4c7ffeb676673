import { refreshCareers } from '../../functions/src/careers/paths/refresh.ts';
import { refreshForecast } from '../../functions/src/engagement/forecast/model.ts';
import { refreshMatching } from '../../functions/src/people/matching/refresh.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';

/** The scheduled jobs of a night, in their order. */
export const NIGHTLY: ((sql: Sql, now: Date) => Promise<unknown>)[] = [
  refreshMatching,
  refreshForecast,
  refreshCareers,
];
