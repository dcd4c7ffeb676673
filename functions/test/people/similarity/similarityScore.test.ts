import assert from 'node:assert/strict';
import fc from 'fast-check';
import { similarityScore, type Evidence } from '../../../src/people/similarity/similarityScore.ts';
import {
  eventWeight,
  interestWeight,
  skillWeight,
  weightAtLevel,
} from '../../../src/people/similarity/traitWeights.ts';
import { seed } from '../../support/history.ts';

const NOTHING: Evidence = { skillScore: 0, coAttendance: 0, attendanceSimilarity: 0 };

describe('similarityScore', () => {
  it('follows its formula', () => {
    const expected: [Partial<Evidence>, number][] = [
      [{}, 0],
      [{ skillScore: 150 }, 1 / 6],
      [{ coAttendance: 10 }, 1 / 3],
      [{ attendanceSimilarity: 1 }, 1 / 6],
      [{ attendanceSimilarity: 0.5 }, 1 / 12],
      // Co-attendance and attendance similarity do not add up; the larger counts.
      [{ coAttendance: 10, attendanceSimilarity: 1 }, 1 / 3],
      [{ coAttendance: 1, attendanceSimilarity: 1 }, 1 / 6],
      [{ skillScore: 50, coAttendance: 5, attendanceSimilarity: 0.9 }, 1 / 12 + 2 / 9],
    ];
    for (const [evidence, value] of expected) {
      assert.ok(
        Math.abs(similarityScore({ ...NOTHING, ...evidence }) - value) < 1e-12,
        JSON.stringify(evidence),
      );
    }
  });

  it('is monotonic in each kind of evidence and between 0 and 1', () => {
    const amount = fc.double({ min: 0, max: 1e6, noNaN: true });
    const evidence = fc.record({
      skillScore: amount,
      coAttendance: amount,
      attendanceSimilarity: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(evidence, evidence, (first, second) => {
        const value = similarityScore(first);
        assert.ok(value >= 0 && value <= 1);
        for (const part of ['skillScore', 'coAttendance', 'attendanceSimilarity'] as const) {
          const more = { ...first, [part]: Math.max(first[part], second[part]) };
          assert.ok(similarityScore(more) >= value, part);
        }
      }),
      { seed: seed(), numRuns: 1000 },
    );
  });
});

describe('trait weights', () => {
  const weights = { skillWeight, interestWeight, eventWeight };

  it('follow their formulas', () => {
    assert.ok(Math.abs(eventWeight(1, Math.E - 1) - 1) < 1e-9);
    assert.ok(Math.abs(eventWeight(10, 990) - Math.log(100)) < 1e-9);
    assert.ok(Math.abs(skillWeight(10, 990) - Math.log(100) ** 2) < 1e-9);
    assert.ok(Math.abs(interestWeight(10, 990) - Math.log(100) ** 2 / 2) < 1e-9);
  });

  it('decrease with the number of people and stay positive, whatever the statistics say', () => {
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
      assert.equal(weight(0, 1_000_000), weight(1, 1_000_000), `${name}: at least the requester has it`);
    }
  });

  it('count half for a shared skill and half for the level both reach', () => {
    assert.deepEqual(
      [1, 2, 3, 4, 5].map((level) => weightAtLevel(10, level)),
      [6, 7, 8, 9, 10],
    );
  });

  it('add up to the same sum in any order', () => {
    const share = fc.record({
      people: fc.integer({ min: 1, max: 1_000_000 }),
      level: fc.integer({ min: 1, max: 5 }),
      kind: fc.constantFrom(...Object.values(weights)),
    });
    const total = (shared: { people: number; level: number; kind: typeof skillWeight }[]): number =>
      shared.reduce((sum, { people, level, kind }) => sum + weightAtLevel(kind(people, 1_000_000), level), 0);
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
