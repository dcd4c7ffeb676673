import { observe, type Facts } from './features.ts';
import type { Known } from './history.ts';
import { probability } from '../../learning/logisticRegression.ts';
import type { Model } from './model.ts';
import { strongestReasons, type ForecastReason } from './reasons.ts';

/** How likely somebody is to be active, and why. */
export interface Forecast {
  /** From 0 to 1; to be active within 60 days is never less likely. */
  within30Days: number;
  within60Days: number;
  reasons: ForecastReason[];
}

/** What the model says of somebody. */
export function forecastOf({ horizons }: Model, { actions }: Known, now: Date): Forecast {
  const observed = observe(actions, now.getTime());
  const [short, long] = ([30, 60] as const).map((horizon) => {
    const { regression, lapsed, new: fresh } = horizons[horizon];
    if (observed !== null) return probability(regression, observed.features);
    return actions.length > 0 ? lapsed : fresh;
  });
  const within60Days = long ?? 0;
  const within30Days = Math.min(short ?? 0, within60Days);
  return { within30Days, within60Days, reasons: reasonsOf(horizons[60].regression, observed, actions) };
}

function reasonsOf(
  regression: Model['horizons'][60]['regression'],
  observed: { features: number[]; facts: Facts } | null,
  actions: Known['actions'],
): ForecastReason[] {
  if (observed !== null) return strongestReasons(regression, observed.features, observed.facts);
  return [
    { text: actions.length > 0 ? 'Not active for more than a year.' : 'Not active yet.', effect: 'lowers' },
  ];
}
