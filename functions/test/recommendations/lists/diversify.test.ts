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

describe('a list that is not full of one group', () => {
  it('has a third of one group at most, as long as others score close', () => {
    fc.assert(
      fc.property(ranking, limits, (ranked, limit) => {
        const list = diversify(ranked, limit);
        const most = Math.max(1, Math.floor(limit / 3));
        const left = ranked.filter((item) => !list.includes(item));
        for (const group of ['a', 'b', 'c']) {
          if (countOf(list, group) <= most) continue;
          // The weakest of them could have been another one, unless none of a group with room scores close.
          const weakest = list.findLast((item) => item.group === group)!;
          const others = left.filter((item) => item.group === null || countOf(list, item.group) < most);
          assert.ok(others.every(({ score }) => score < CLOSE * weakest.score));
        }
      }),
    );
  });

  it('is as long as can be, in the order of the ranking, and begins with the best', () => {
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

  it('leaves out nobody for somebody who scores far less', () => {
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

  it('is the best of the ranking where there are no groups', () => {
    fc.assert(
      fc.property(ranking, limits, (ranked, limit) => {
        const alone = ranked.map(({ score }) => ({ score, group: null }));
        assert.deepEqual(diversify(alone, limit), alone.slice(0, limit));
        assert.equal(isCrowded(alone, limit), false);
      }),
    );
  });

  it('mixes what scores close, and keeps together what does not', () => {
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
