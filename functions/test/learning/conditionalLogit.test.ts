import assert from 'node:assert/strict';
import { Random } from '../../../scripts/campus/random.ts';
import type { Choice } from '../../src/learning/choices.ts';
import { fitConditionalLogit, utility } from '../../src/learning/conditionalLogit.ts';

const row = (...values: number[]): Float64Array => Float64Array.from(values);

/** Choices drawn from a conditional logit with these weights. */
function drawChoices(weights: number[], count: number): Choice[] {
  const random = new Random(7);
  return Array.from({ length: count }, () => {
    const alternatives = Array.from({ length: 6 }, () =>
      Float64Array.from(weights, (_, k) => (random.unit() - 0.5) * 10 ** k),
    );
    const odds = alternatives.map((features) => Math.exp(utility(features, weights)));
    let rest = random.unit() * odds.reduce((sum, value) => sum + value, 0);
    const chosen = odds.findIndex((value) => (rest -= value) <= 0);
    return { alternatives, chosen: Math.max(chosen, 0) };
  });
}

/** The penalised log-likelihood, by its definition. */
function objective(choices: Choice[], weights: number[], prior: number[], ridge: number): number {
  const all = choices.flatMap(({ alternatives }) => alternatives);
  const penalty = weights.reduce((sum, weight, k) => {
    const mean = all.reduce((total, features) => total + (features[k] ?? 0), 0) / all.length;
    const variance =
      all.reduce((total, features) => total + ((features[k] ?? 0) - mean) ** 2, 0) / all.length;
    return sum + variance * (weight - (prior[k] ?? 0)) ** 2;
  }, 0);
  const likelihood = choices.reduce((sum, { alternatives, chosen }) => {
    const odds = alternatives.map((features) => Math.exp(utility(features, weights)));
    return sum + Math.log((odds[chosen] ?? 0) / odds.reduce((total, value) => total + value, 0));
  }, 0);
  return likelihood - (ridge / 2) * penalty;
}

describe('fitConditionalLogit', () => {
  it('solves a case with a known solution', () => {
    // Three of four chose the alternative with the feature: the odds are 3.
    const choices = [0, 0, 0, 1].map((chosen) => ({ alternatives: [row(1), row(0)], chosen }));
    const [weight = NaN] = fitConditionalLogit(choices, { prior: [0], ridge: 0 });
    assert.ok(Math.abs(weight - Math.log(3)) < 1e-6, String(weight));
  });

  it('finds the maximum: no neighbouring weights are better', () => {
    const choices = drawChoices([1.5, -0.2], 200);
    const options = { prior: [0.5, 0.5], ridge: 3 };
    const weights = fitConditionalLogit(choices, options);
    const best = objective(choices, weights, options.prior, options.ridge);
    for (const k of [0, 1]) {
      for (const step of [-1e-3, 1e-3]) {
        const aside = weights.with(k, (weights[k] ?? 0) + step);
        assert.ok(objective(choices, aside, options.prior, options.ridge) < best);
      }
    }
  });

  it('recovers the weights that choices were drawn with, whatever the units', () => {
    const weights = fitConditionalLogit(drawChoices([2, -0.3, 0], 1500), { prior: [0, 0, 0], ridge: 1 });
    for (const [k, expected] of [2, -0.3, 0].entries()) {
      assert.ok(Math.abs((weights[k] ?? NaN) - expected) < 0.3, weights.join());
    }
  });

  it('stays at the prior without evidence', () => {
    assert.deepEqual(fitConditionalLogit([], { prior: [0.5, -2], ridge: 1 }), [0.5, -2]);
    const flat = [{ alternatives: [row(1, 7), row(0, 7)], chosen: 0 }];
    assert.equal(fitConditionalLogit(flat, { prior: [0, -2], ridge: 1 })[1], -2);
  });

  it('converges when one feature decides every choice', () => {
    const choices = Array.from({ length: 50 }, () => ({ alternatives: [row(1), row(0)], chosen: 0 }));
    const [weight = NaN] = fitConditionalLogit(choices, { prior: [0], ridge: 0.1 });
    assert.ok(weight > 3 && Number.isFinite(weight), String(weight));
  });
});
