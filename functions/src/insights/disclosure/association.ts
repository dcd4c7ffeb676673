import type { AnySql, Fragment } from '../../platform/postgres.ts';

/** Standard deviations on either side that hold 95 % of a normal distribution. */
const DEVIATIONS = 1.96;

/** Of two groups among everybody: how many people belong to both, and to each. All of type double precision. */
export interface Overlap {
  both: Fragment;
  one: Fragment;
  other: Fragment;
  everybody: Fragment;
}

/** How many times as many people belong to both groups as if the one had nothing to do with the other. */
export function liftSql(sql: AnySql, { both, one, other, everybody }: Overlap): Fragment {
  return sql`(${both} * ${everybody} / (${one} * ${other}))`;
}

/**
 * The factor between the lift and either end of its 95 % confidence interval: the interval is from the lift
 * divided by the factor to the lift times the factor. From the variance of the logarithm of p11 / (p1 · p2) of a
 * multinomial distribution by the delta method, which is 1/both - 1/one - 1/other + (2 · lift - 1) / everybody.
 */
export function liftFactorSql(sql: AnySql, overlap: Overlap): Fragment {
  const { both, one, other, everybody } = overlap;
  return sql`exp(${DEVIATIONS}::float8 * sqrt(greatest(
    1 / ${both} - 1 / ${one} - 1 / ${other} + (2 * ${liftSql(sql, overlap)} - 1) / ${everybody}, 0)))`;
}

/** The lower end of the interval, that is lift / factor, of counts that are at hand. */
export function liftLow(overlap: Record<keyof Overlap, number>): number {
  const { both, one, other, everybody } = overlap;
  const lift = (both * everybody) / (one * other);
  const variance = 1 / both - 1 / one - 1 / other + (2 * lift - 1) / everybody;
  return lift / Math.exp(DEVIATIONS * Math.sqrt(Math.max(variance, 0)));
}

/** How much more common something has become, with the ends of the 95 % confidence interval. */
export interface Growth {
  ratio: number;
  low: number;
  high: number;
}

/**
 * The ratio of two shares, `part` of `whole` now and before, by the delta method on its logarithm. Half a person
 * is added to both parts, so that what is new has a growth, too (Haldane, 1956; Anscombe, 1956).
 */
export function growth(
  now: { part: number; whole: number },
  before: { part: number; whole: number },
): Growth | null {
  if (now.whole === 0 || before.whole === 0) return null;
  const [a, b] = [now.part + 0.5, before.part + 0.5];
  const [wholeA, wholeB] = [now.whole + 0.5, before.whole + 0.5];
  const ratio = a / wholeA / (b / wholeB);
  const factor = Math.exp(DEVIATIONS * Math.sqrt(1 / a - 1 / wholeA + 1 / b - 1 / wholeB));
  return { ratio, low: ratio / factor, high: ratio * factor };
}
