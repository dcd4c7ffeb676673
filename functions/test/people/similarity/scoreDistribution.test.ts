import assert from 'node:assert/strict';
import { expectedScore } from '../../../src/people/similarity/expectedScore.ts';
import type { Requester } from '../../../src/people/similarity/readRequester.ts';
import { ScoreDistribution } from '../../../src/people/similarity/scoreDistribution.ts';
import { similarityScore } from '../../../src/people/similarity/similarityScore.ts';
import type { Trait } from '../../../src/people/similarity/trait.ts';
import { eventWeight, skillWeight, weightAtLevel } from '../../../src/people/similarity/traitWeights.ts';
import { Random } from '../../../../scripts/campus/random.ts';

const POPULATION = 20_000;

const trait = (kind: 'skill' | 'event', people: number, level = 5): Trait => {
  const base = kind === 'skill' ? skillWeight(people, POPULATION) : eventWeight(people, POPULATION);
  const facts = { id: `${kind}-${String(people)}`, name: '', people };
  const weighed = { ...facts, base, level, weight: weightAtLevel(base, level) };
  return kind === 'event' ? { kind, basis: 'attended', ...weighed } : { kind, ...weighed };
};

const requester = (traits: Trait[]): Requester => ({
  ...{ id: 'ada', departmentKey: null, population: POPULATION, hasEmbedding: false, refreshedAt: null },
  traits,
});

describe('expectedScore', () => {
  it('is close to the scores of people with random independent traits', () => {
    const traits = [
      ...[60, 150, 400, 900, 2500, 6000].map((people, index) => trait('skill', people, (index % 5) + 1)),
      ...[40, 50, 55, 60, 70, 75, 300].map((people) => trait('event', people)),
    ];
    const random = new Random(7);
    const scores = Array.from({ length: POPULATION }, () => {
      const evidence = { skillScore: 0, coAttendance: 0, attendanceSimilarity: 0 };
      for (const { kind, people, base, level } of traits) {
        if (!random.chance(people / POPULATION)) continue;
        if (kind === 'event') evidence.coAttendance += base;
        else evidence.skillScore += weightAtLevel(base, Math.min(level, random.integer(1, 5)));
      }
      return similarityScore(evidence);
    }).sort((a, b) => b - a);
    for (const people of [20, 50, 100, 300]) {
      const [expected, reached] = [expectedScore(requester(traits), people), scores[people - 1] ?? NaN];
      assert.ok(
        Math.abs(expected / reached - 1) < 0.06,
        `${String(people)}: ${String(expected)}, ${String(reached)}`,
      );
    }
  });

  it('works for requesters with only skills or only events', () => {
    for (const only of [trait('skill', 100), trait('event', 100)]) {
      const evidence = { skillScore: 0, coAttendance: 0, attendanceSimilarity: 0 };
      const reached = similarityScore({
        ...evidence,
        [only.kind === 'skill' ? 'skillScore' : 'coAttendance']: only.weight,
      });
      const expected = expectedScore(requester([only]), 5);
      assert.ok(expected > 0.95 * reached && expected <= reached, `${String(expected)}, ${String(reached)}`);
    }
  });

  it('is 0 if there are too few people or no traits', () => {
    assert.equal(expectedScore(requester([trait('skill', 10)]), POPULATION), 0);
    assert.equal(expectedScore(requester([]), 1), 0);
  });
});

describe('ScoreDistribution', () => {
  it('adds up to the whole population, and to the people with any trait', () => {
    const traits = [trait('event', 50), trait('event', 200), trait('event', 1000)];
    const distribution = new ScoreDistribution(traits, POPULATION);
    assert.ok(Math.abs(distribution.shareAtLeast(0) - 1) < 1e-9);
    const withoutTraits = (1 - 50 / POPULATION) * (1 - 200 / POPULATION) * (1 - 1000 / POPULATION);
    assert.ok(Math.abs(distribution.shareAtLeast(1) - (1 - withoutTraits)) < 1e-9);
    assert.ok(distribution.shareAtLeast(100) === 0);
  });
});
