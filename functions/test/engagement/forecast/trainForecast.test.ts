import assert from 'node:assert/strict';
import { activityFacts } from '../../../src/engagement/forecast/activityFacts.ts';
import { activityFeatures, type Action } from '../../../src/engagement/forecast/activityFeatures.ts';
import { DAY_MS } from '../../../src/learning/calendar.ts';
import { probability } from '../../../src/learning/logisticRegression.ts';
import { strongestReasons } from '../../../src/engagement/forecast/forecastReasons.ts';
import type { ActivityHistory } from '../../../src/engagement/forecast/readActivity.ts';
import { trainForecast } from '../../../src/engagement/forecast/trainForecast.ts';
import { seed } from '../../support/history.ts';
import { Random } from '../../../../scripts/campus/random.ts';

const NOW = Date.UTC(2026, 2, 1);

/** Users who act at individual rates until they lose interest. */
function randomHistories(random: Random, count: number, days: number): ActivityHistory[] {
  return Array.from({ length: count }, () => {
    const rate = 0.2 * random.unit() ** 2;
    const actions: Action[] = [];
    const start = NOW - random.integer(1, days) * DAY_MS;
    for (let at = start; at < NOW && !random.chance(0.004); at += DAY_MS) {
      if (random.chance(rate)) actions.push({ at, kind: 'joined' });
    }
    return { joinedAt: start, actions };
  });
}

describe('trainForecast', () => {
  it('beats the recency baseline and is calibrated', () => {
    const trained = trainForecast(randomHistories(new Random(seed()), 1500, 900), NOW);
    assert.ok(trained !== null);
    for (const horizon of [30, 60] as const) {
      const [metrics, baseline] = [trained.metrics[horizon], trained.baseline[horizon]];
      assert.ok(metrics.auc > 0.75, String(metrics.auc));
      assert.ok(metrics.brier < baseline.brier, `${String(metrics.brier)} against ${String(baseline.brier)}`);
      assert.ok(metrics.ece < 0.06, String(metrics.ece));
      const { lapsedRate, newRate } = trained.horizons[horizon];
      assert.ok(lapsedRate > 0 && lapsedRate < 0.3 && newRate > 0 && newRate < 1);
    }
  });

  it('returns null for too little history: few users, or few months', () => {
    const random = new Random(seed());
    assert.equal(trainForecast([], NOW), null);
    assert.equal(trainForecast(randomHistories(random, 10, 900), NOW), null);
    assert.equal(trainForecast(randomHistories(random, 1500, 120), NOW), null);
  });

  it('ignores actions after the time of observation', () => {
    const before: Action[] = [{ at: NOW - 40 * DAY_MS, kind: 'joined' }];
    const later: Action[] = [...before, { at: NOW + 1, kind: 'posted' }];
    assert.deepEqual(activityFeatures(later, NOW), activityFeatures(before, NOW));
    assert.equal(activityFeatures([{ at: NOW - 400 * DAY_MS, kind: 'joined' }], NOW), null);
  });

  it('explains a probability by the two strongest reasons in its direction', () => {
    const trained = trainForecast(randomHistories(new Random(3), 1500, 900), NOW);
    assert.ok(trained !== null);
    const { regression } = trained.horizons[60];
    const often = Array.from({ length: 30 }, (_, index) => ({
      at: NOW - (60 - 2 * index) * DAY_MS,
      kind: 'joined' as const,
    }));
    const explain = (actions: Action[]) => {
      const features = activityFeatures(actions, NOW);
      assert.ok(features !== null);
      const reasons = strongestReasons(regression, features, activityFacts(actions, NOW));
      return { probability: probability(regression, features), reasons };
    };
    const likely = explain(often);
    const unlikely = explain([{ at: NOW - 170 * DAY_MS, kind: 'joined' }]);
    assert.ok(likely.probability > unlikely.probability + 0.3);
    assert.equal(unlikely.reasons.length, 2);
    assert.equal(unlikely.reasons[0]?.effect, 'lowers');
    assert.equal(likely.reasons[0]?.effect, 'raises');
  });
});
