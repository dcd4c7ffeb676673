import type { Sql } from '../../platform/postgres.ts';
import { FEATURES } from './activityFeatures.ts';
import { forecastModel } from './forecastModel.ts';
import { readTrainingActivity } from './readActivity.ts';
import { trainForecast } from './trainForecast.ts';

/**
 * Trains the forecast on the history up to now and saves it as a version with its metrics. It is adopted if its Brier
 * scores, summed over both horizons, beat those of the recency baseline.
 *
 * @returns how many snapshots of users it was trained on; null when there is too little history
 */
export async function refreshForecastModel(sql: Sql, now: Date): Promise<number | null> {
  const trained = trainForecast(await readTrainingActivity(sql, now), now.getTime());
  if (trained === null) return null;
  const { horizons, metrics, baseline, cases } = trained;
  await forecastModel.save(sql, now, {
    parameters: { features: FEATURES.join(), horizons },
    metrics,
    baselineMetrics: baseline,
    cases,
    isAdopted: metrics[30].brier + metrics[60].brier < baseline[30].brier + baseline[60].brier,
  });
  return cases;
}
