import assert from 'node:assert/strict';
import { forecastMetrics } from '../../src/learning/classificationMetrics.ts';

describe('forecastMetrics', () => {
  it('matches metrics computed by hand', () => {
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
    // One of two at .8 happened, none of two at .2: off by .3 and .2.
    assert.ok(Math.abs(ece - (0.3 + 0.2) / 2) < 1e-12);
  });
});
