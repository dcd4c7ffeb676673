import assert from 'node:assert/strict';
import { fitConditionalLogit, utility, type Choice } from '../../src/learning/conditionalLogit.ts';
import { isConvincing, metricsOf, rankingMetrics } from '../../src/learning/rankingMetrics.ts';

const row = (...values: number[]): Float64Array => Float64Array.from(values);

/** Numbers from 0 to 1, the same every time. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}

/** Choices that follow these weights. */
function choicesBy(weights: number[], count: number): Choice[] {
  const random = numbers(7);
  return Array.from({ length: count }, () => {
    const alternatives = Array.from({ length: 6 }, () =>
      Float64Array.from(weights, (_, k) => (random.next().value - 0.5) * 10 ** k),
    );
    const odds = alternatives.map((features) => Math.exp(utility(features, weights)));
    let left = random.next().value * odds.reduce((sum, one) => sum + one, 0);
    const chosen = odds.findIndex((one) => (left -= one) <= 0);
    return { alternatives, chosen: Math.max(chosen, 0) };
  });
}

/** The penalised log-likelihood, written out. */
function value(choices: Choice[], weights: number[], prior: number[], ridge: number): number {
  const all = choices.flatMap(({ alternatives }) => alternatives);
  const penalty = weights.reduce((sum, weight, k) => {
    const mean = all.reduce((total, one) => total + (one[k] ?? 0), 0) / all.length;
    const variance = all.reduce((total, one) => total + ((one[k] ?? 0) - mean) ** 2, 0) / all.length;
    return sum + variance * (weight - (prior[k] ?? 0)) ** 2;
  }, 0);
  const likelihood = choices.reduce((sum, { alternatives, chosen }) => {
    const odds = alternatives.map((features) => Math.exp(utility(features, weights)));
    return sum + Math.log((odds[chosen] ?? 0) / odds.reduce((total, one) => total + one, 0));
  }, 0);
  return likelihood - (ridge / 2) * penalty;
}

describe('fitting a conditional logit', () => {
  it('solves what has a known solution', () => {
    // Of two alternatives, one with the feature, three of four chose that: its odds are 3.
    const choices = [0, 0, 0, 1].map((chosen) => ({ alternatives: [row(1), row(0)], chosen }));
    const [weight = NaN] = fitConditionalLogit(choices, { prior: [0], ridge: 0 });
    assert.ok(Math.abs(weight - Math.log(3)) < 1e-6, String(weight));
  });

  it('finds the maximum: no step to a side is better', () => {
    const choices = choicesBy([1.5, -0.2], 200);
    const options = { prior: [0.5, 0.5], ridge: 3 };
    const weights = fitConditionalLogit(choices, options);
    const best = value(choices, weights, options.prior, options.ridge);
    for (const k of [0, 1]) {
      for (const step of [-1e-3, 1e-3]) {
        const aside = weights.with(k, (weights[k] ?? 0) + step);
        assert.ok(value(choices, aside, options.prior, options.ridge) < best);
      }
    }
  });

  it('finds the weights again that choices were made by, whatever the units', () => {
    const weights = fitConditionalLogit(choicesBy([2, -0.3, 0], 1500), { prior: [0, 0, 0], ridge: 1 });
    for (const [k, expected] of [2, -0.3, 0].entries()) {
      assert.ok(Math.abs((weights[k] ?? NaN) - expected) < 0.3, weights.join());
    }
  });

  it('stays at the prior where nothing is known', () => {
    assert.deepEqual(fitConditionalLogit([], { prior: [0.5, -2], ridge: 1 }), [0.5, -2]);
    const flat = [{ alternatives: [row(1, 7), row(0, 7)], chosen: 0 }];
    assert.equal(fitConditionalLogit(flat, { prior: [0, -2], ridge: 1 })[1], -2);
  });

  it('ends also when one feature decides everything', () => {
    const choices = Array.from({ length: 50 }, () => ({ alternatives: [row(1), row(0)], chosen: 0 }));
    const [weight = NaN] = fitConditionalLogit(choices, { prior: [0], ridge: 0.1 });
    assert.ok(weight > 3 && Number.isFinite(weight), String(weight));
  });
});

describe('the metrics of a ranking', () => {
  const choices = [
    { alternatives: [row(3), row(2), row(1)], chosen: 0 },
    { alternatives: [row(3), row(2), row(1)], chosen: 1 },
  ];

  it('are of the places of what was chosen', () => {
    assert.deepEqual(metricsOf(choices, [1]), { mrr: 0.75, hit1: 0.5 });
    assert.deepEqual(metricsOf(choices, [-1]), { mrr: (1 / 3 + 1 / 2) / 2, hit1: 0 });
  });

  it('give equals the middle of their places', () => {
    assert.deepEqual(
      rankingMetrics(choices, () => 0),
      { mrr: 0.5, hit1: 0 },
    );
  });

  it('are convincing when they differ by more than chance', () => {
    const [first, second] = choices;
    assert.ok(first !== undefined && second !== undefined);
    const many = (count: number, choice: Choice): Choice[] => Array.from({ length: count }, () => choice);
    // With 1 the first kind is first and the other one last; with -1 it is the other way round.
    assert.equal(isConvincing(many(10, first), [1], [-1]), true);
    assert.equal(isConvincing(many(10, first), [-1], [1]), false);
    assert.equal(isConvincing(many(10, first), [1], [1]), false);
    const third = { ...first, chosen: 2 };
    assert.equal(isConvincing([...many(10, first), ...many(10, third)], [1], [-1]), false);
    assert.equal(isConvincing([...many(11, first), ...many(10, third)], [1], [-1]), false);
    assert.equal(isConvincing([...many(30, first), ...many(10, third)], [1], [-1]), true);
  });

  it('are none without choices', () => {
    assert.throws(() => metricsOf([], [1]), /nothing was chosen/);
  });
});
