import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CLOSE, diversify, isCrowded } from '../../../src/recommendations/lists/diversify.ts';

interface Item {
  score: number;
  group: string | null;
}

const ranking = fc
  .array(
    fc.record({
      score: fc.integer({ min: 1, max: 20 }).map((score) => score / 20),
      group: fc.constantFrom('a', 'b', 'c', null),
    }),
    { maxLength: 60 },
  )
  .map((items) => items.toSorted((a, b) => b.score - a.score));
const limits = fc.integer({ min: 1, max: 20 });

function countOf(list: Item[], group: string | null): number {
  return list.filter((item) => item.group === group).length;
}

describe('diversify', () => {
  it('gives a group at most a third of the list while others score close', () => {
    fc.assert(
      fc.property(ranking, limits, (ranked, limit) => {
        const list = diversify(ranked, limit);
        const capacity = Math.max(1, Math.floor(limit / 3));
        const left = ranked.filter((item) => !list.includes(item));
        for (const group of ['a', 'b', 'c']) {
          if (countOf(list, group) <= capacity) continue;
          // The weakest of them would have been replaced if an item of a group with room scored close.
          const weakest = list.findLast((item) => item.group === group)!;
          const others = left.filter((item) => item.group === null || countOf(list, item.group) < capacity);
          assert.ok(others.every(({ score }) => score < CLOSE * weakest.score));
        }
      }),
    );
  });

  it('returns as many items as there are, in the order of the ranking, starting with the best', () => {
    fc.assert(
      fc.property(ranking, limits, (ranked, limit) => {
        const list = diversify(ranked, limit);
        assert.equal(list.length, Math.min(limit, ranked.length));
        assert.deepEqual(
          list,
          ranked.filter((item) => list.includes(item)),
        );
        assert.equal(list[0], ranked[0]);
      }),
    );
  });

  it('never replaces an item by one that scores far less', () => {
    fc.assert(
      fc.property(ranking, limits, (ranked, limit) => {
        const list = diversify(ranked, limit);
        const left = ranked.filter((item) => !list.includes(item));
        const [best] = left;
        if (best === undefined) return;
        assert.ok(list.every(({ score }) => score >= CLOSE * best.score));
      }),
    );
  });

  it('returns the best of the ranking when there are no groups', () => {
    fc.assert(
      fc.property(ranking, limits, (ranked, limit) => {
        const ungrouped = ranked.map(({ score }) => ({ score, group: null }));
        assert.deepEqual(diversify(ungrouped, limit), ungrouped.slice(0, limit));
        assert.equal(isCrowded(ungrouped, limit), false);
      }),
    );
  });

  it('mixes groups only when their scores are close', () => {
    const list = (...scores: [string, number][]): Item[] =>
      scores.map(([group, score]) => ({ group, score }));
    const close = list(['a', 0.9], ['a', 0.9], ['a', 0.9], ['a', 0.9], ['b', 0.8], ['c', 0.7]);
    assert.deepEqual(
      diversify(close, 3).map(({ group }) => group),
      ['a', 'b', 'c'],
    );
    const far = list(['a', 0.9], ['a', 0.9], ['a', 0.9], ['a', 0.9], ['b', 0.5], ['c', 0.4]);
    assert.deepEqual(
      diversify(far, 3).map(({ group }) => group),
      ['a', 'a', 'a'],
    );
    assert.equal(isCrowded(far.slice(0, 3), 3), true);
  });
});
