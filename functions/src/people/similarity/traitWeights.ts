/** The level of a skill whose profile does not give one. */
export const UNKNOWN_LEVEL = 3;

/**
 * The weight of a shared skill at the highest level, given how many of the population have it. The rarity is squared
 * because the skill is rare for both people, as in the product of two tf-idf vectors.
 */
export function skillWeight(people: number, population: number): number {
  return roundToExactSum(rarity(people, population) ** 2);
}

/** The weight of a skill that both name in posts, given how many people do. */
export function interestWeight(people: number, population: number): number {
  return skillWeight(people, population) / 2;
}

/** The weight of a shared event, given how many people attend it. */
export function eventWeight(people: number, population: number): number {
  return roundToExactSum(rarity(people, population));
}

/**
 * A shared skill's weight at the level, 1 to 5, that both reach: half for having it, half for the level. The SQL
 * function `skill_weight_at_level` is the same formula.
 */
export function weightAtLevel(weight: number, level: number): number {
  return (weight * (5 + level)) / 10;
}

/** A smoothed inverse document frequency (Spärck Jones, 1972), as a natural logarithm. */
function rarity(people: number, population: number): number {
  return Math.log(1 + population / Math.max(people, 1));
}

/**
 * Rounds a weight to a multiple of 10 / 2^34. Sums of such weights, and of their tenths at a level, are exact in any
 * order, so people who share the same have the same score.
 */
function roundToExactSum(weight: number): number {
  return (Math.round((weight * 2 ** 34) / 10) * 10) / 2 ** 34;
}
