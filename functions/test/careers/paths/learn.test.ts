import assert from 'node:assert/strict';
import { contextsOf, type Career } from '../../../src/careers/paths/career.ts';
import { componentsAt, learnPaths, mixed } from '../../../src/careers/paths/learn.ts';
import { DEFAULT_WEIGHTS, learnWeights, sharesOf } from '../../../src/careers/paths/mixture.ts';
import { tally } from '../../../src/careers/paths/tally.ts';
import { normaliseTitle } from '../../../src/careers/titles/normalise.ts';
import { Random } from '../../../../scripts/campus/random.ts';
import { seed } from '../../support/history.ts';

const NOW = Date.UTC(2026, 0, 1);
const YEAR = 365.25 * 24 * 60 * 60 * 1000;

function career(...titles: string[]): Career {
  const held = titles.map((title, index) => ({
    title: normaliseTitle(title),
    organisation: null,
    industry: null,
    start: NOW - (titles.length - index) * 2 * YEAR,
  }));
  return { held, department: null, skills: [] };
}

/** Where somebody goes depends on the last two: a Markov chain of the last alone cannot see it. */
function secondOrder(random: Random, people: number): Career[] {
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

describe('what is learned from careers', () => {
  it('beats a Markov chain where the last two positions tell more than the last', () => {
    const learned = learnPaths(secondOrder(new Random(seed()), 600), NOW, () => []);
    assert.ok(learned !== null);
    assert.ok(
      learned.metrics.mrr > learned.baseline.mrr + 0.1,
      `${String(learned.metrics.mrr)} against ${String(learned.baseline.mrr)}`,
    );
  });

  it('is nothing from a few careers', () => {
    assert.equal(
      learnPaths([career('Nurse', 'Judge')], NOW, () => []),
      null,
    );
  });

  it('gives probabilities that are 1 together', () => {
    const careers = secondOrder(new Random(seed()), 60);
    const tallies = tally(careers, NOW, 5);
    const components = componentsAt(
      career('Nurse', 'Baker'),
      2,
      (id) => {
        const entry = tallies.get(id);
        return entry && { total: entry.total, weight: (title) => entry.moves.get(title)?.weight ?? 0 };
      },
      [{ key: 'pilot', similarity: 0.5 }],
    );
    const titles = ['nurse', 'baker', 'pilot', 'lawyer', 'dancer', 'miner', 'judge', 'farmer'];
    const sum = mixed(components, DEFAULT_WEIGHTS, titles)
      .values()
      .reduce((total, probability) => total + probability, 0);
    assert.ok(Math.abs(sum - 1) < 1e-9, String(sum));
    assert.ok(
      Math.abs(sharesOf(components, DEFAULT_WEIGHTS).reduce((total, share) => total + share) - 1) < 1e-9,
    );
  });

  it('counts each person once, forgets with the half-life, and knows how long it took', () => {
    const moves = tally(
      [career('Nurse', 'Judge'), career('Nurse', 'Judge'), career('Nurse', 'Pilot')],
      NOW,
      2,
    );
    const after = moves.get('after:nurse')!;
    assert.equal(after.moves.get('judge')?.people, 2);
    assert.ok(Math.abs(after.total - 1.5) < 1e-9);
    assert.deepEqual(after.moves.get('pilot')?.days, [730.5]);
  });

  it('believes what foretold, and not what did not', () => {
    const weights = learnWeights(
      Array.from({ length: 200 }, () => [
        { name: 'after3', probability: 0.9 },
        { name: 'all3', probability: 0.05 },
      ]),
      DEFAULT_WEIGHTS,
    );
    assert.ok(weights['after3']! / weights['all3']! > 50);
  });

  it('takes whoever has held nothing for a beginner of their department', () => {
    const ids = contextsOf({ held: [], department: 'Physics', skills: ['7'] }, 0).map(({ id }) => id);
    assert.deepEqual(ids, ['all', 'step:0', 'department:first:Physics', 'skills:7']);
  });
});
