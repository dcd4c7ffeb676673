/** A predicted probability, and whether the event happened. */
export interface Outcome {
  probability: number;
  happened: boolean;
}

/** Quality of predicted probabilities. */
export interface ForecastMetrics {
  /** Area under the ROC curve: how often a positive case has a higher probability than a negative one. */
  auc: number;
  /** Brier score, the mean squared error; lower is better. */
  brier: number;
  /** Expected calibration error over ten bins of equal width; lower is better. */
  ece: number;
}

const BINS = 10;

export function forecastMetrics(outcomes: readonly Outcome[]): ForecastMetrics {
  return { auc: auc(outcomes), brier: brier(outcomes), ece: expectedCalibrationError(outcomes) };
}

/** The Mann–Whitney U statistic over the number of pairs; ties count half. */
function auc(outcomes: readonly Outcome[]): number {
  const sorted = outcomes.toSorted((a, b) => a.probability - b.probability);
  const positives = outcomes.filter(({ happened }) => happened).length;
  let ranks = 0;
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (sorted[to]?.probability === sorted[from]?.probability && to < sorted.length) to += 1;
    for (const { happened } of sorted.slice(from, to)) if (happened) ranks += (from + 1 + to) / 2;
    from = to;
  }
  const pairs = positives * (outcomes.length - positives);
  return pairs === 0 ? 0.5 : (ranks - (positives * (positives + 1)) / 2) / pairs;
}

function brier(outcomes: readonly Outcome[]): number {
  return (
    outcomes.reduce((sum, { probability, happened }) => sum + (probability - (happened ? 1 : 0)) ** 2, 0) /
    outcomes.length
  );
}

function expectedCalibrationError(outcomes: readonly Outcome[]): number {
  const differences = new Array<number>(BINS).fill(0);
  for (const { probability, happened } of outcomes) {
    const bin = Math.min(BINS - 1, Math.floor(probability * BINS));
    differences[bin] = (differences[bin] ?? 0) + probability - (happened ? 1 : 0);
  }
  return differences.reduce((sum, difference) => sum + Math.abs(difference), 0) / outcomes.length;
}
