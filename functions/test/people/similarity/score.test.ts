import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  atLevel,
  eventWeight,
  interestWeight,
  score,
  skillWeight,
  type Evidence,
} from '../../../src/people/similarity/score.ts';
import { seed } from '../../support/history.ts';

const NOTHING: Evidence = { talents: 0, meetings: 0, crowd: 0 };

describe('a score', () => {
  it('is what its description says', () => {
    const expected: [Partial<Evidence>, number][] = [
      [{}, 0],
      [{ talents: 150 }, 1 / 6],
      [{ meetings: 10 }, 1 / 3],
      [{ crowd: 1 }, 1 / 6],
      [{ crowd: 0.5 }, 1 / 12],
      // Who met counts for more than a crowd, and not with it.
      [{ meetings: 10, crowd: 1 }, 1 / 3],
      [{ meetings: 1, crowd: 1 }, 1 / 6],
      [{ talents: 50, meetings: 5, crowd: 0.9 }, 1 / 12 + 2 / 9],
    ];
    for (const [evidence, value] of expected) {
      assert.ok(Math.abs(score({ ...NOTHING, ...evidence }) - value) < 1e-12, JSON.stringify(evidence));
    }
  });

  it('grows with each part of the evidence, and stays between 0 and 1', () => {
    const amount = fc.double({ min: 0, max: 1e6, noNaN: true });
    const evidence = fc.record({
      talents: amount,
      meetings: amount,
      crowd: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(evidence, evidence, (one, other) => {
        const value = score(one);
        assert.ok(value >= 0 && value <= 1);
        for (const part of ['talents', 'meetings', 'crowd'] as const) {
          const more = { ...one, [part]: Math.max(one[part], other[part]) };
          assert.ok(score(more) >= value, part);
        }
      }),
      { seed: seed(), numRuns: 1000 },
    );
  });
});

describe('the weight of what two people share', () => {
  const weights = { skillWeight, interestWeight, eventWeight };

  it('is known for some', () => {
    assert.ok(Math.abs(eventWeight(1, Math.E - 1) - 1) < 1e-9);
    assert.ok(Math.abs(eventWeight(10, 990) - Math.log(100)) < 1e-9);
    assert.ok(Math.abs(skillWeight(10, 990) - Math.log(100) ** 2) < 1e-9);
    assert.ok(Math.abs(interestWeight(10, 990) - Math.log(100) ** 2 / 2) < 1e-9);
  });

  it('is larger for the rarer, and never nothing, whatever the statistics say', () => {
    for (const [name, weight] of Object.entries(weights)) {
      const counts = [1, 2, 10, 1000, 1_000_000, 50_000_000].map((people) => weight(people, 1_000_000));
      assert.deepEqual(
        counts,
        counts.toSorted((a, b) => b - a),
        name,
      );
      assert.ok(
        counts.every((value, index) => value > (counts[index + 1] ?? 0)),
        name,
      );
      assert.equal(weight(0, 1_000_000), weight(1, 1_000_000), `${name}: who asks has it`);
    }
  });

  it('counts half for a shared skill and half for the level that both reach', () => {
    assert.deepEqual(
      [1, 2, 3, 4, 5].map((level) => atLevel(10, level)),
      [6, 7, 8, 9, 10],
    );
  });

  it('adds up to the same in every order', () => {
    const share = fc.record({
      people: fc.integer({ min: 1, max: 1_000_000 }),
      level: fc.integer({ min: 1, max: 5 }),
      kind: fc.constantFrom(...Object.values(weights)),
    });
    const total = (shared: { people: number; level: number; kind: typeof skillWeight }[]): number =>
      shared.reduce((sum, { people, level, kind }) => sum + atLevel(kind(people, 1_000_000), level), 0);
    fc.assert(
      fc.property(
        fc
          .array(share, { maxLength: 300 })
          .chain((shared) =>
            fc.tuple(fc.constant(shared), fc.shuffledSubarray(shared, { minLength: shared.length })),
          ),
        ([shared, shuffled]) => {
          assert.equal(total(shared), total(shuffled));
        },
      ),
      { seed: seed() },
    );
  });
});
