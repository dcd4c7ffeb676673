import { z } from 'zod';
import { defineModel } from '../../../learning/modelRegistry.ts';
import { LEARNED_FEATURES } from './eventFeatures.ts';

export type LearnedFeature = (typeof LEARNED_FEATURES)[number];

export type EventWeights = Record<LearnedFeature, number>;

/** Fitted on the first half of the public data that `npm run eval -- events` reads. */
export const DEFAULT_WEIGHTS: EventWeights = {
  text: 0.28,
  similarity: 0.29,
  coAttendanceText: 1.36,
  coAttendance: 2.14,
  popularity: 0.88,
  newCategory: -1.92,
};

export const eventRankingModel = defineModel<EventWeights, EventWeights>({
  name: 'events',
  schema: z.strictObject(
    Object.fromEntries(LEARNED_FEATURES.map((name) => [name, z.number()])) as Record<
      LearnedFeature,
      z.ZodNumber
    >,
  ),
  defaults: DEFAULT_WEIGHTS,
});

/**
 * Weights of the features that are known only as of today. They cannot be learned from the past, since the history does
 * not record who was going when:
 *
 * - `startsSoon`: minus the logarithm of 1 + the months until the event begins;
 * - `sharedSkills`: the share of the event's skills that the student has;
 * - `sameDepartment`: 1 for an event of the student's department;
 * - `connectionsGoing`: the logarithm of 1 + the student's connections who are going;
 * - `attendees`: the logarithm of 1 + everybody who is going;
 * - `similarToJoined`: the similarity with the most similar of the events that the student is going to;
 * - `attendedTogether`: what the student's events say for it by who attends both, a sum of weights of EASE.
 */
export const CURRENT_WEIGHTS = {
  startsSoon: 0.6,
  sharedSkills: 0.5,
  sameDepartment: 0.5,
  connectionsGoing: 1,
  attendees: 0.1,
  similarToJoined: 1,
  attendedTogether: 20,
};

/** The weight of `attendedTogether` for a student without past events, of whom little else is known. */
export const ATTENDED_TOGETHER_WITHOUT_PAST = 1000;

export type CurrentFeatures = Record<keyof typeof CURRENT_WEIGHTS, number>;

/** The weights in the order of {@link LEARNED_FEATURES}. */
export function weightsToRow(weights: EventWeights): number[] {
  return LEARNED_FEATURES.map((name) => weights[name]);
}

export function rowToWeights(row: readonly number[]): EventWeights {
  return Object.fromEntries(LEARNED_FEATURES.map((name, k) => [name, row[k] ?? 0])) as EventWeights;
}
