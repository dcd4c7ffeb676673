import { probability } from '../../learning/logisticRegression.ts';
import { activityFacts } from './activityFacts.ts';
import { activityFeatures } from './activityFeatures.ts';
import { strongestReasons, type ForecastReason } from './forecastReasons.ts';
import type { ActivityHistory } from './readActivity.ts';
import type { HorizonModels } from './trainForecast.ts';

/** How likely a user is to be active, and why. */
export interface Forecast {
  /** From 0 to 1. */
  within30Days: number;
  /** From 0 to 1, and at least `within30Days`. */
  within60Days: number;
  reasons: ForecastReason[];
}

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
