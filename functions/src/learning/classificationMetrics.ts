/** A forecast, and what came true. */
export interface Outcome {
  probability: number;
  happened: boolean;
}

/** How good forecasts are. */
export interface ForecastMetrics {
  /** How often somebody who was active had a higher probability than somebody who was not. */
  auc: number;
  /** The mean square of the error: less is better. */
  brier: number;
  /** How far probabilities lie from frequencies, in ten equal ranges, weighted by how many lie there. */
  ece: number;
}

const RANGES = 10;

export function forecastMetrics(outcomes: readonly Outcome[]): ForecastMetrics {
  return { auc: auc(outcomes), brier: brier(outcomes), ece: expectedCalibrationError(outcomes) };
}

/** Ties count half. Mann and Whitney's U over the number of pairs. */
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
  const differences = new Array<number>(RANGES).fill(0);
  for (const { probability, happened } of outcomes) {
    const range = Math.min(RANGES - 1, Math.floor(probability * RANGES));
    differences[range] = (differences[range] ?? 0) + probability - (happened ? 1 : 0);
  }
  return differences.reduce((sum, difference) => sum + Math.abs(difference), 0) / outcomes.length;
}
