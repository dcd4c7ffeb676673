import assert from 'node:assert/strict';
import { observe, type Action } from '../../../src/engagement/forecast/features.ts';
import { DAY_MS } from '../../../src/learning/calendar.ts';
import { fitLogistic, probability } from '../../../src/learning/logisticRegression.ts';
import { forecastMetrics } from '../../../src/learning/classificationMetrics.ts';
import { strongestReasons } from '../../../src/engagement/forecast/reasons.ts';
import { train, type Person } from '../../../src/engagement/forecast/train.ts';
import { seed } from '../../support/history.ts';
import { Random } from '../../../../scripts/campus/random.ts';

const NOW = Date.UTC(2026, 2, 1);

/** People who act at a rate of their own until they lose interest. */
function people(random: Random, count: number, days: number): Person[] {
  return Array.from({ length: count }, () => {
    const rate = 0.2 * random.unit() ** 2;
    const actions: Action[] = [];
    const start = NOW - random.integer(1, days) * DAY_MS;
    for (let at = start; at < NOW && !random.chance(0.004); at += DAY_MS) {
      if (random.chance(rate)) actions.push({ at, kind: 'joined' });
    }
    return { since: start, actions };
  });
}

describe('the forecast', () => {
  it('learns from history, ranks better than how long ago somebody acted, and is calibrated', () => {
    const trained = train(people(new Random(seed()), 1500, 900), NOW);
    assert.ok(trained !== null);
    for (const horizon of [30, 60] as const) {
      const [metrics, baseline] = [trained.metrics[horizon], trained.baseline[horizon]];
      assert.ok(metrics.auc > 0.75, String(metrics.auc));
      assert.ok(metrics.brier < baseline.brier, `${String(metrics.brier)} against ${String(baseline.brier)}`);
      assert.ok(metrics.ece < 0.06, String(metrics.ece));
      const { lapsed, new: fresh } = trained.horizons[horizon];
      assert.ok(lapsed > 0 && lapsed < 0.3 && fresh > 0 && fresh < 1);
    }
  });

  it('does not guess with too little history: few people, or few months', () => {
    const random = new Random(seed());
    assert.equal(train([], NOW), null);
    assert.equal(train(people(random, 10, 900), NOW), null);
    assert.equal(train(people(random, 1500, 120), NOW), null);
  });

  it('does not look at what came later', () => {
    const before: Action[] = [{ at: NOW - 40 * DAY_MS, kind: 'joined' }];
    const later: Action[] = [...before, { at: NOW + 1, kind: 'posted' }];
    assert.deepEqual(observe(later, NOW), observe(before, NOW));
    assert.equal(observe([{ at: NOW - 400 * DAY_MS, kind: 'joined' }], NOW), null);
  });

  it('gives the two strongest reasons, in the direction in which they work', () => {
    const trained = train(people(new Random(3), 1500, 900), NOW);
    assert.ok(trained !== null);
    const { regression } = trained.horizons[60];
    const often = observe(
      Array.from({ length: 30 }, (_, index) => ({
        at: NOW - (60 - 2 * index) * DAY_MS,
        kind: 'joined' as const,
      })),
      NOW,
    );
    const rarely = observe([{ at: NOW - 170 * DAY_MS, kind: 'joined' }], NOW);
    assert.ok(often !== null && rarely !== null);
    assert.ok(probability(regression, often.features) > probability(regression, rarely.features) + 0.3);
    const reasons = strongestReasons(regression, rarely.features, rarely.facts);
    assert.equal(reasons.length, 2);
    assert.equal(reasons[0]?.effect, 'lowers');
    assert.equal(strongestReasons(regression, often.features, often.facts)[0]?.effect, 'raises');
  });
});

describe('the regression', () => {
  it('finds the weights that made the labels', () => {
    const random = new Random(seed());
    const features = Array.from({ length: 8000 }, () => [random.normal(), random.normal(), 7]);
    const truth = ([a = 0, b = 0]: number[]): number => 1 / (1 + Math.exp(-(0.5 + 1.5 * a - b)));
    const model = fitLogistic({ features, labels: features.map((row) => random.chance(truth(row))) }, 1);
    for (const row of features.slice(0, 200)) assert.ok(Math.abs(probability(model, row) - truth(row)) < 0.1);
    assert.equal(model.weights[2], 0);
  });
});

describe('the metrics of a forecast', () => {
  it('are those of hand-checked forecasts', () => {
    const outcome = (probability: number, happened: boolean) => ({ probability, happened });
    assert.deepEqual(forecastMetrics([outcome(1, true), outcome(0, false)]), { auc: 1, brier: 0, ece: 0 });
    const { auc, brier, ece } = forecastMetrics([
      outcome(0.8, true),
      outcome(0.8, false),
      outcome(0.2, false),
      outcome(0.2, false),
    ]);
    assert.ok(Math.abs(auc - 2.5 / 3) < 1e-12);
    assert.ok(Math.abs(brier - (0.04 + 0.64 + 0.04 + 0.04) / 4) < 1e-12);
    // Of the two at .8 one happened, of those at .2 none: .3 and .2 off.
    assert.ok(Math.abs(ece - (0.3 + 0.2) / 2) < 1e-12);
  });
});
