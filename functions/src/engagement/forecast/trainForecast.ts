import { DAY_MS } from '../../learning/calendar.ts';
import { forecastMetrics, type ForecastMetrics } from '../../learning/classificationMetrics.ts';
import { evenSample } from '../../learning/evenSample.ts';
import { fitLogistic, probability, type LogisticModel } from '../../learning/logisticRegression.ts';
import { FEATURES, LAPSED_DAYS } from './activityFeatures.ts';
import {
  labelSnapshots,
  SNAPSHOT_INTERVAL_DAYS,
  takeSnapshots,
  type ForecastCase,
  type LabelledSnapshot,
} from './forecastSnapshots.ts';
import type { ActivityHistory } from './readActivity.ts';

/** How far ahead activity is forecast, in days. */
const HORIZONS_DAYS = [30, 60] as const;
type Horizon = (typeof HORIZONS_DAYS)[number];

interface HorizonModel {
  regression: LogisticModel;
  /** The share of users without any action for {@link LAPSED_DAYS} who return. */
  lapsedRate: number;
  /** The share of users without any action yet who become active. */
  newRate: number;
}

export type HorizonModels = Record<Horizon, HorizonModel>;

/** A model trained on all history, with metrics on the latest snapshots of one trained on the history before them. */
interface TrainedForecast {
  horizons: HorizonModels;
  metrics: Record<Horizon, ForecastMetrics>;
  /** Of a model that only knows how long ago the last action was. */
  baseline: Record<Horizon, ForecastMetrics>;
  /** Snapshots of users it was trained on. */
  cases: number;
}

/** Chosen on earlier periods of public data; between 0.3 and 30 no metric changes by more than .004. */
const RIDGE = 3;

/** Active and inactive cases needed for training, and for the holdout. */
const MIN_CLASS_SIZE = 20;

/** Several snapshots are held out, so that no single season decides. */
const HOLDOUT_SNAPSHOTS = 3;

const MAX_CASES = 30_000;

/** Lapsed and new users are rare: their rates are smoothed with this many pseudo-observations at the overall rate. */
const PSEUDO_COUNT = 20;

/**
 * Trains on the features of all users at earlier times, and on whether they were active in the days after. First a model
 * of the history before the latest snapshots is measured on these; the returned model is then trained on them, too.
 *
 * @returns null when there is too little history
 */
export function trainForecast(histories: readonly ActivityHistory[], now: number): TrainedForecast | null {
  const snapshots = takeSnapshots(histories, now);
  const [month, twoMonths] = HORIZONS_DAYS.map((days) =>
    trainHorizon(labelSnapshots(snapshots, now, days * DAY_MS), days * DAY_MS),
  );
  if (!month || !twoMonths) return null;
  return {
    horizons: { 30: month.model, 60: twoMonths.model },
    metrics: { 30: month.metrics, 60: twoMonths.metrics },
    baseline: { 30: month.baseline, 60: twoMonths.baseline },
    cases: twoMonths.cases,
  };
}

function trainHorizon(snapshots: readonly LabelledSnapshot[], horizon: number) {
  const holdoutSnapshots = snapshots.slice(0, HOLDOUT_SNAPSHOTS);
  const holdoutStart = holdoutSnapshots.at(-1)?.at ?? 0;
  const holdout = holdoutSnapshots.flatMap(({ cases }) => cases);
  const training = sampleCases(snapshots.filter(({ at }) => at + horizon <= holdoutStart));
  if (!hasBothClasses(holdout) || !hasBothClasses(training)) return null;

  const cases = sampleCases(snapshots);
  const overallRate = cases.filter(({ isActive }) => isActive).length / cases.length;
  return {
    model: {
      regression: fit(cases),
      lapsedRate: smoothedRate(
        snapshots.flatMap(({ lapsed }) => lapsed),
        overallRate,
      ),
      newRate: smoothedRate(
        snapshots.flatMap((snapshot) => snapshot.new),
        overallRate,
      ),
    },
    metrics: measure(fit(training), holdout),
    baseline: measure(fit(training.map(recencyOnly)), holdout.map(recencyOnly)),
    cases: cases.length,
  };
}

/** An even sample of all cases. Masks the season if they span less than a year: it would only stand for the trend. */
function sampleCases(snapshots: readonly LabelledSnapshot[]): ForecastCase[] {
  const sample = evenSample(
    snapshots.flatMap(({ cases }) => cases),
    MAX_CASES,
  );
  const spansYear = (snapshots.length - 1) * SNAPSHOT_INTERVAL_DAYS >= LAPSED_DAYS;
  return spansYear ? sample : sample.map(maskSeason);
}

function maskSeason({ features, isActive }: ForecastCase): ForecastCase {
  const isSeason = (column: number): boolean =>
    FEATURES[column] === 'yearSine' || FEATURES[column] === 'yearCosine';
  return { features: features.map((value, column) => (isSeason(column) ? 0 : value)), isActive };
}

/** The baseline knows only the first feature: how long ago the last action was. */
function recencyOnly({ features, isActive }: ForecastCase): ForecastCase {
  return { features: features.slice(0, 1), isActive };
}

function fit(cases: readonly ForecastCase[]): LogisticModel {
  const features = cases.map((trainingCase) => trainingCase.features);
  return fitLogistic({ features, labels: cases.map(({ isActive }) => isActive) }, RIDGE);
}

function measure(model: LogisticModel, holdout: readonly ForecastCase[]): ForecastMetrics {
  return forecastMetrics(
    holdout.map(({ features, isActive }) => ({
      probability: probability(model, features),
      happened: isActive,
    })),
  );
}

function hasBothClasses(cases: readonly ForecastCase[]): boolean {
  const active = cases.filter(({ isActive }) => isActive).length;
  return active >= MIN_CLASS_SIZE && cases.length - active >= MIN_CLASS_SIZE;
}

function smoothedRate(outcomes: readonly boolean[], overallRate: number): number {
  const active = outcomes.filter(Boolean).length;
  return (active + PSEUDO_COUNT * overallRate) / (outcomes.length + PSEUDO_COUNT);
}
