import { z } from 'zod';
import { defineModel } from '../../learning/modelRegistry.ts';
import { FEATURES } from './activityFeatures.ts';
import type { HorizonModels } from './trainForecast.ts';

interface ForecastParameters {
  features: string;
  horizons: HorizonModels;
}

const perFeature = z.array(z.number()).length(FEATURES.length);
const horizonModel = z.object({
  regression: z.object({
    intercept: z.number(),
    weights: perFeature,
    means: perFeature,
    deviations: perFeature,
  }),
  lapsedRate: z.number(),
  newRate: z.number(),
});

/** The activity forecast. Without a version there is no forecast: parameters are null. */
export const forecastModel = defineModel<ForecastParameters, null>({
  name: 'engagement-forecast',
  schema: z.object({
    // Weights only make sense for the features they were trained on.
    features: z.literal(FEATURES.join()),
    horizons: z.object({ 30: horizonModel, 60: horizonModel }),
  }),
  defaults: null,
});
