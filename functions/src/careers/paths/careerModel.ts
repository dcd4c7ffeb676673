import { z } from 'zod';
import { defineModel } from '../../learning/modelRegistry.ts';
import { DEFAULT_WEIGHTS } from './mixture.ts';
import type { CareerParameters } from './trainCareerMixture.ts';

const parametersSchema = z.object({
  // Weights that a version does not have, because their kind is newer, are the defaults.
  weights: z
    .record(z.string(), z.number().min(0))
    .transform((weights) => ({ ...DEFAULT_WEIGHTS, ...weights })),
  halfLifeYears: z.number().positive().nullable(),
});

/** Mixture weights and half-life for predicting next titles. */
export const careerModel = defineModel<CareerParameters, CareerParameters>({
  name: 'career-paths',
  schema: parametersSchema,
  defaults: { weights: DEFAULT_WEIGHTS, halfLifeYears: null },
});
