import { refreshMatching } from '../../functions/src/people/matching/refresh.ts';
import { refreshNeighbours } from '../../functions/src/people/search/neighbours.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';

/** The scheduled jobs of a night, in their order. */
export const NIGHTLY: ((sql: Sql, now: Date) => Promise<unknown>)[] = [refreshMatching, refreshNeighbours];
