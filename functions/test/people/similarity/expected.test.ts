import assert from 'node:assert/strict';
import type { Requester, Trait } from '../../../src/people/similarity/requester.ts';
import { expectedScore, InCommon } from '../../../src/people/similarity/expected.ts';
import { atLevel, eventWeight, score, skillWeight } from '../../../src/people/similarity/score.ts';
import { Random } from '../../../../scripts/campus/random.ts';

const EVERYBODY = 20_000;

const trait = (kind: 'skill' | 'event', people: number, level = 5): Trait => {
  const base = kind === 'skill' ? skillWeight(people, EVERYBODY) : eventWeight(people, EVERYBODY);
  return {
    ...{ kind, id: `${kind}-${String(people)}`, name: '', startDate: null, people },
    ...{ base, level, weight: atLevel(base, level) },
  };
};

const requester = (traits: Trait[]): Requester => ({
  ...{ id: 'ada', department: null, everybody: EVERYBODY, hasVector: false, refreshedAt: null },
  traits,
});

describe('the score that people are expected to reach', () => {
  it('is about what they reach who draw their traits at random', () => {
    const traits = [
      ...[60, 150, 400, 900, 2500, 6000].map((people, index) => trait('skill', people, (index % 5) + 1)),
      ...[40, 50, 55, 60, 70, 75, 300].map((people) => trait('event', people)),
    ];
    const random = new Random(7);
    const scores = Array.from({ length: EVERYBODY }, () => {
      const evidence = { talents: 0, meetings: 0, crowd: 0 };
      for (const { kind, people, base, level } of traits) {
        if (!random.chance(people / EVERYBODY)) continue;
        if (kind === 'event') evidence.meetings += base;
        else evidence.talents += atLevel(base, Math.min(level, random.integer(1, 5)));
      }
      return score(evidence);
    }).sort((a, b) => b - a);
    for (const people of [20, 50, 100, 300]) {
      const [expected, reached] = [expectedScore(requester(traits), people), scores[people - 1] ?? NaN];
      assert.ok(
        Math.abs(expected / reached - 1) < 0.06,
        `${String(people)}: ${String(expected)}, ${String(reached)}`,
      );
    }
  });

  it('is known for who has only skills, or only events', () => {
    for (const one of [trait('skill', 100), trait('event', 100)]) {
      const evidence = { talents: 0, meetings: 0, crowd: 0 };
      const reached = score({ ...evidence, [one.kind === 'skill' ? 'talents' : 'meetings']: one.weight });
      const expected = expectedScore(requester([one]), 5);
      assert.ok(expected > 0.95 * reached && expected <= reached, `${String(expected)}, ${String(reached)}`);
    }
  });

  it('is nothing where there are too few people, or nothing to share', () => {
    assert.equal(expectedScore(requester([trait('skill', 10)]), EVERYBODY), 0);
    assert.equal(expectedScore(requester([]), 1), 0);
  });
});

describe('what people have in common', () => {
  it('sums up to everybody, and to those who have it', () => {
    const traits = [trait('event', 50), trait('event', 200), trait('event', 1000)];
    const common = new InCommon(traits, EVERYBODY);
    assert.ok(Math.abs(common.atLeast(0) - 1) < 1e-9);
    const nobody = (1 - 50 / EVERYBODY) * (1 - 200 / EVERYBODY) * (1 - 1000 / EVERYBODY);
    assert.ok(Math.abs(common.atLeast(1) - (1 - nobody)) < 1e-9);
    assert.ok(common.atLeast(100) === 0);
  });
});
