import type { Requester } from './readRequester.ts';
import { ScoreDistribution } from './scoreDistribution.ts';
import { similarityScore } from './similarityScore.ts';
import { isEvent, isSkillOrInterest } from './trait.ts';

/** Bins of the score, from 0 to 1. */
const SCORE_BINS = 1000;

/** Scores often cluster just below a gap; expecting slightly less keeps a cluster from being missed. */
const SLACK = 0.98;

/** Combinations that fewer people are expected to have are ignored. */
const MIN_PEOPLE = 0.1;

/**
 * The score that this many people are expected to reach if the requester's traits were independent, without attendance
 * similarity. Real traits correlate, so more people reach it.
 */
export function expectedScore({ traits, population }: Requester, people: number): number {
  const skillScores = new ScoreDistribution(traits.filter(isSkillOrInterest), population);
  const coAttendances = new ScoreDistribution(traits.filter(isEvent), population);
  const peoplePerBin = new Float64Array(SCORE_BINS + 1);
  coAttendances.forEach((coAttendance, share) => {
    if (share * population < MIN_PEOPLE) return;
    skillScores.forEach((skillScore, shareOfThose) => {
      const score = similarityScore({ skillScore, coAttendance, attendanceSimilarity: 0 });
      const bin = Math.floor(SCORE_BINS * score);
      peoplePerBin[bin] = (peoplePerBin[bin] ?? 0) + share * shareOfThose * population;
    });
  });
  let bin = SCORE_BINS;
  for (let sum = peoplePerBin[bin] ?? 0; bin > 0 && sum < people; sum += peoplePerBin[bin] ?? 0) bin -= 1;
  return (SLACK * bin) / SCORE_BINS;
}
