import type { AnySql, Fragment } from '../../platform/postgres.ts';

/** Half-width of the 95 % interval of a normal distribution, in standard deviations. */
export const Z_95 = 1.96;

/** The overlap of two groups in a population: how many people belong to both and to each. All double precision. */
export interface Overlap {
  both: Fragment;
  first: Fragment;
  second: Fragment;
  population: Fragment;
}

/** The overlap of two groups relative to what it would be if they were independent. */
export function liftSql(sql: AnySql, { both, first, second, population }: Overlap): Fragment {
  return sql`(${both} * ${population} / (${first} * ${second}))`;
}

/**
 * The factor f such that [lift / f, lift × f] is the lift's 95 % confidence interval. By the delta method, the variance of
 * log(p11 / (p1 p2)) of a multinomial distribution is 1/both - 1/first - 1/second + (2 lift - 1) / population.
 */
export function liftFactorSql(sql: AnySql, overlap: Overlap): Fragment {
  const { both, first, second, population } = overlap;
  return sql`exp(${Z_95}::float8 * sqrt(greatest(
    1 / ${both} - 1 / ${first} - 1 / ${second} + (2 * ${liftSql(sql, overlap)} - 1) / ${population}, 0)))`;
}

/** The lower end of the lift's confidence interval, for counts in memory. */
export function liftLowerBound(overlap: Record<keyof Overlap, number>): number {
  const { both, first, second, population } = overlap;
  const lift = (both * population) / (first * second);
  const variance = 1 / both - 1 / first - 1 / second + (2 * lift - 1) / population;
  return lift / Math.exp(Z_95 * Math.sqrt(Math.max(variance, 0)));
}
