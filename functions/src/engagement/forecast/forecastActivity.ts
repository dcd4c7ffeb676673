import { z } from 'zod';
import { probability } from '../../learning/logisticRegression.ts';
import { share } from '../../platform/output.ts';
import { activityFacts } from './activityFacts.ts';
import { activityFeatures } from './activityFeatures.ts';
import { forecastReason, strongestReasons } from './forecastReasons.ts';
import type { ActivityHistory } from './readActivity.ts';
import type { HorizonModels } from './trainForecast.ts';

/** How likely a user is to be active, and why. */
export const forecastFields = {
  within30Days: share.describe(
    'The probability, from 0 to 1, of being active within 30 days: joining, attending, posting or connecting. Comparable between people.',
  ),
  within60Days: share.describe('The same within 60 days; at least `within30Days`.'),
  reasons: z
    .array(forecastReason)
    .describe('The strongest reasons, at most two. They count what `userAnalytics` counts.'),
};

export type Forecast = z.infer<z.ZodObject<typeof forecastFields>>;

export function forecastActivity(models: HorizonModels, { actions }: ActivityHistory, now: Date): Forecast {
  const features = activityFeatures(actions, now.getTime());
  const predict = ({ regression, lapsedRate, newRate }: HorizonModels[30]): number => {
    if (features !== null) return probability(regression, features);
    return actions.length > 0 ? lapsedRate : newRate;
  };
  const within60Days = predict(models[60]);
  const within30Days = Math.min(predict(models[30]), within60Days);
  if (features !== null) {
    const reasons = strongestReasons(models[60].regression, features, activityFacts(actions, now.getTime()));
    return { within30Days, within60Days, reasons };
  }
  const text = actions.length > 0 ? 'Not active for more than a year.' : 'Not active yet.';
  return { within30Days, within60Days, reasons: [{ text, effect: 'lowers' }] };
}
