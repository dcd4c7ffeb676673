/** What is known of somebody who may be recommended. */
export interface Signals {
  /** The score of similarStudents: meetings, crowd and talents. */
  similarity: number;
  /** Connections in common. */
  common: number;
  /** Whether they are of the same department. */
  classmate: boolean;
}

/**
 * What each signal adds to the logarithm of the odds that two people meet or connect. Similarity leads, since it
 * tells best who will meet (EVALUATION.md); three connections in common are worth as much as having met at
 * two small events, a department in common as much as a skill or two.
 */
const WEIGHTS = { similarity: 6, common: 1, classmate: 0.3 };

/** The odds for somebody of whom nothing speaks. */
const BASE = -4;

/** What each signal adds, for reasons. */
export function contributions({ similarity, common, classmate }: Signals): Record<keyof Signals, number> {
  return {
    similarity: WEIGHTS.similarity * similarity,
    // Each further one says less.
    common: WEIGHTS.common * Math.log(1 + common),
    classmate: classmate ? WEIGHTS.classmate : 0,
  };
}

/** From 0 to 1. */
export function likelihood(signals: Signals): number {
  const { similarity, common, classmate } = contributions(signals);
  return 1 / (1 + Math.exp(-(BASE + similarity + common + classmate)));
}
