import assert from 'node:assert/strict';
import { Random } from '../../../../scripts/campus/random.ts';
import type { Career } from '../../../src/careers/paths/career.ts';
import { contextsOf } from '../../../src/careers/paths/careerContexts.ts';
import { fitMixtureWeights } from '../../../src/careers/paths/fitMixtureWeights.ts';
import {
  componentsOf,
  DEFAULT_WEIGHTS,
  mixtureProbabilities,
  mixtureShares,
} from '../../../src/careers/paths/mixture.ts';
import { trainCareerMixture } from '../../../src/careers/paths/trainCareerMixture.ts';
import { countTransitions, lookupIn } from '../../../src/careers/paths/transitions.ts';
import { normaliseTitle } from '../../../src/careers/titles/normaliseTitle.ts';
import { YEAR_MS } from '../../../src/learning/calendar.ts';
import { seed } from '../../support/history.ts';

const NOW = Date.UTC(2026, 0, 1);

function career(...titles: string[]): Career {
  const positions = titles.map((title, index) => ({
    title: normaliseTitle(title),
    organisation: null,
    industry: null,
    start: NOW - (titles.length - index) * 2 * YEAR_MS,
  }));
  return { positions, departmentKey: null, skills: [] };
}

/** Careers in which the next position depends on the last two, which a first-order Markov chain cannot see. */
function secondOrderCareers(random: Random, people: number): Career[] {
  const names = ['Nurse', 'Baker', 'Pilot', 'Lawyer', 'Dancer', 'Miner', 'Judge', 'Farmer'];
  return Array.from({ length: people }, () => {
    const titles = [random.integer(0, 7), random.integer(0, 7)];
    while (titles.length < 6) {
      const [before = 0, last = 0] = titles.slice(-2);
      titles.push(random.chance(0.6) ? (2 * before + last + 1) % 8 : random.integer(0, 7));
    }
    return career(...titles.map((title) => names[title]!));
  });
}

describe('trainCareerMixture', () => {
  it('beats a Markov chain where the last two positions predict more than the last', () => {
    const trained = trainCareerMixture(secondOrderCareers(new Random(seed()), 600), NOW, () => []);
    assert.ok(trained !== null);
    assert.ok(
      trained.metrics.mrr > trained.baseline.mrr + 0.1,
      `${String(trained.metrics.mrr)} against ${String(trained.baseline.mrr)}`,
    );
  });

  it('trains nothing on a few careers', () => {
    assert.equal(
      trainCareerMixture([career('Nurse', 'Judge')], NOW, () => []),
      null,
    );
  });
});

describe('mixture of components', () => {
  it('gives probabilities that sum to 1', () => {
    const careers = secondOrderCareers(new Random(seed()), 60);
    const components = componentsOf(
      career('Nurse', 'Baker'),
      2,
      lookupIn(countTransitions(careers, NOW, 5)),
      [{ key: 'pilot', similarity: 0.5 }],
    );
    const titles = ['nurse', 'baker', 'pilot', 'lawyer', 'dancer', 'miner', 'judge', 'farmer'];
    const sum = mixtureProbabilities(components, DEFAULT_WEIGHTS, titles)
      .values()
      .reduce((total, probability) => total + probability, 0);
    assert.ok(Math.abs(sum - 1) < 1e-9, String(sum));
    const shares = mixtureShares(components, DEFAULT_WEIGHTS);
    assert.ok(Math.abs(shares.reduce((total, share) => total + share) - 1) < 1e-9);
  });
});

describe('countTransitions', () => {
  it('counts each person once, discounts by the half-life, and measures how long a position was held', () => {
    const transitions = countTransitions(
      [career('Nurse', 'Judge'), career('Nurse', 'Judge'), career('Nurse', 'Pilot')],
      NOW,
      2,
    );
    const afterNurse = transitions.get('after:nurse')!;
    assert.equal(afterNurse.moves.get('judge')?.people, 2);
    assert.ok(Math.abs(afterNurse.total - 1.5) < 1e-9);
    assert.deepEqual(afterNurse.moves.get('pilot')?.days, [730.5]);
  });
});

describe('fitMixtureWeights', () => {
  it('raises the weights of components that predicted what came true', () => {
    const weights = fitMixtureWeights(
      Array.from({ length: 200 }, () => [
        { name: 'after3', probability: 0.9 },
        { name: 'all3', probability: 0.05 },
      ]),
      DEFAULT_WEIGHTS,
    );
    assert.ok(weights['after3']! / weights['all3']! > 50);
  });
});

describe('contextsOf', () => {
  it('places somebody without positions among the beginners of their department', () => {
    const ids = contextsOf({ positions: [], departmentKey: 'physics', skills: ['7'] }, 0).map(({ id }) => id);
    assert.deepEqual(ids, ['all', 'step:0', 'department:first:physics', 'skills:7']);
  });
});
