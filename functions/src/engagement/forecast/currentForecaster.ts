import { z } from 'zod';
import { freshness, type Freshness } from '../../platform/freshness.ts';
import type { Sql } from '../../platform/postgres.ts';
import { forecastByRates, readCampusRates } from './campusRates.ts';
import { forecastActivity, type Forecast } from './forecastActivity.ts';
import { forecastModel } from './forecastModel.ts';
import type { ActivityHistory } from './readActivity.ts';

/** What a forecast rests on: the trained model, or the present rates of the campus. */
export const forecastBasis = z.enum(['history', 'rates']).meta({
  id: 'ForecastBasis',
  description:
    'What a forecast rests on. `history`: a model trained on the campus’s history. `rates`: the campus has too few people, or less than about eight months of history, for a model; the probabilities are then the shares of people who were active in the last 30 and 60 days, among those who had or had not been active in the 90 days before, as this person has or has not.',
});

type ForecastBasis = z.infer<typeof forecastBasis>;

interface Forecaster {
  basis: ForecastBasis;
  freshness: Freshness;
  forecast: (history: ActivityHistory) => Forecast;
}

const NO_MODEL =
  'Until the campus has about eight months of history, this is the share of people as active lately who stayed active.';

/** Forecasts by the model in use; until one has been trained, which takes history, by rates counted now. */
export async function currentForecaster(sql: Sql, now: Date): Promise<Forecaster> {
  const { trainedAt, parameters } = await forecastModel.inUse(sql);
  if (parameters !== null) {
    return {
      basis: 'history',
      freshness: freshness(trainedAt, now, NO_MODEL),
      forecast: (history) => forecastActivity(parameters.horizons, history, now),
    };
  }
  const rates = await readCampusRates(sql, now);
  return {
    basis: 'rates',
    freshness: freshness(null, now, NO_MODEL),
    forecast: (history) => forecastByRates(rates, history, now),
  };
}
