import type { CampusEvents } from '../catalogue/campusEvents.ts';
import { isOver } from '../catalogue/eventTimes.ts';
import { CURRENT_FEATURES, currentFeaturesFor } from './currentFeatures.ts';
import { featuresOf, LEARNED_FEATURES, profileOf, type Profile, type StudentPast } from './eventFeatures.ts';
import {
  ATTENDED_TOGETHER_WITHOUT_PAST,
  CURRENT_WEIGHTS,
  weightsToRow,
  type CurrentFeatures,
  type EventWeights,
} from './eventWeights.ts';
import type { Contributions, Feature, RankedEvent } from './explainEvent.ts';
import type { Student } from './readStudent.ts';

/** All features, in the order in which they are stored. */
const FEATURES: readonly Feature[] = [...LEARNED_FEATURES, ...CURRENT_FEATURES];
const WIDTH = FEATURES.length;

/** Candidates in descending order of their score. */
export interface EventRanking {
  profile: Profile;
  /** The `count` best, with what it takes to explain them. The score is the odds against the best, which has 1. */
  best: (count: number) => (RankedEvent & { score: number })[];
}

/** What each feature adds to the utility of each candidate. */
interface Scores {
  /** {@link WIDTH} numbers for each candidate. */
  contributions: Float64Array;
  /** Their mean over the candidates. */
  means: Float64Array;
  /** The sum of the contributions of each candidate. */
  utilities: Float64Array;
}

/**
 * Ranks candidates by the weighted sum of their features. Candidates with equal scores are in the order in which they
 * begin.
 *
 * @param numbers of the candidates in the catalogue
 * @param now in milliseconds since 1970
 */
export function rankEvents(
  events: CampusEvents,
  student: Student,
  numbers: readonly number[],
  weights: EventWeights,
  now: number,
): EventRanking {
  const { catalogue } = events;
  const profile = profileOf(catalogue, pastOf(events, student, now));
  const currentFeatures = currentFeaturesFor(events, student, now);
  const weightRow = weightRowOf(weights, profile);
  const { contributions, means, utilities } = scoresOf(numbers, weightRow, (number) => [
    ...featuresOf(profile, catalogue.at(number), events.similarTo(number)),
    ...valuesOf(currentFeatures(number)),
  ]);

  const start = (place: number): number => catalogue.at(numbers[place] ?? 0).start ?? Infinity;
  const id = (place: number): string => catalogue.at(numbers[place] ?? 0).id;
  const utility = (place: number): number => utilities[place] ?? 0;
  const order = [...numbers.keys()].sort(
    (a, b) => utility(b) - utility(a) || start(a) - start(b) || (id(a) < id(b) ? -1 : 1),
  );
  const highest = utility(order[0] ?? 0);

  const ranked = (place: number): RankedEvent => {
    const number = numbers[place] ?? 0;
    const relative = FEATURES.map((name, k) => [
      name,
      (contributions[place * WIDTH + k] ?? 0) - (means[k] ?? 0),
    ]);
    return {
      number,
      similar: events.similarTo(number),
      currentFeatures: currentFeatures(number),
      contributions: Object.fromEntries(relative) as Contributions,
    };
  };
  return {
    profile,
    best: (count) =>
      order.slice(0, count).map((place) => ({ ...ranked(place), score: Math.exp(utility(place) - highest) })),
  };
}

function weightRowOf(weights: EventWeights, { attended }: Profile): number[] {
  const currentWeights =
    attended.length > 0
      ? CURRENT_WEIGHTS
      : { ...CURRENT_WEIGHTS, attendedTogether: ATTENDED_TOGETHER_WITHOUT_PAST };
  return [...weightsToRow(weights), ...valuesOf(currentWeights)];
}

function valuesOf(features: CurrentFeatures): number[] {
  return CURRENT_FEATURES.map((name) => features[name]);
}

function scoresOf(
  numbers: readonly number[],
  weights: readonly number[],
  features: (number: number) => readonly number[],
): Scores {
  const contributions = new Float64Array(numbers.length * WIDTH);
  const means = new Float64Array(WIDTH);
  const utilities = new Float64Array(numbers.length);
  for (const [place, number] of numbers.entries()) {
    const values = features(number);
    let utility = 0;
    for (let k = 0; k < WIDTH; k += 1) {
      const contribution = (weights[k] ?? 0) * (values[k] ?? 0);
      contributions[place * WIDTH + k] = contribution;
      means[k] = (means[k] ?? 0) + contribution / numbers.length;
      utility += contribution;
    }
    utilities[place] = utility;
  }
  return { contributions, means, utilities };
}

/** What the student did until now, with the categories of all events and the neighbours that the catalogue holds. */
function pastOf(events: CampusEvents, { attendance }: Student, now: number): StudentPast {
  const past = attendance.filter((event) => isOver(event, now));
  return {
    now,
    attended: past.flatMap(({ id }) => events.catalogue.numberOf(id) ?? []),
    first: past.reduce((first, { end }) => Math.min(first, end ?? now), now),
    categories: new Set(past.map(({ categoryKey }) => categoryKey).filter((key) => key !== null)),
    neighbours: past.map(({ neighbours }) => events.resolveNeighbours(neighbours)),
  };
}
