import { refreshMatching } from '../../functions/src/people/matching/refresh.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { refreshEvents } from '../../functions/src/recommendations/events/refresh.ts';

/** The scheduled jobs of a night, in their order. */
export const NIGHTLY: ((sql: Sql, now: Date) => Promise<unknown>)[] = [refreshMatching, refreshEvents];
