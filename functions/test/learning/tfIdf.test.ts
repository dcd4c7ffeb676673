import assert from 'node:assert/strict';
import { PostingLists } from '../../src/learning/postingLists.ts';
import { DocumentFrequencies, tfIdfVector } from '../../src/learning/tfIdf.ts';

const DOCUMENTS = [['a', 'b', 'b'], ['a', 'c'], ['a']];

describe('tfIdfVector', () => {
  const frequencies = new DocumentFrequencies(DOCUMENTS);

  it('weights terms by the logarithms of their count and rarity, and has length 1', () => {
    const [a, b] = [Math.log(4 / 3), (1 + Math.log(2)) * Math.log(4)];
    const vector = tfIdfVector(['a', 'b', 'b'], frequencies);
    assert.deepEqual(
      vector.map(({ term }) => term),
      ['a', 'b'],
    );
    for (const [index, weight] of [a, b].entries()) {
      assert.ok(Math.abs(vector[index]!.weight - weight / Math.hypot(a, b)) < 1e-12);
    }
  });

  it('keeps the heaviest terms first when limited, and counts unseen terms as seen once', () => {
    assert.deepEqual(
      tfIdfVector(['a', 'unseen', 'b', 'b'], frequencies, 2).map(({ term }) => term),
      ['b', 'unseen'],
    );
    assert.equal(frequencies.inverse('unseen'), frequencies.inverse('c'));
  });
});

describe('PostingLists', () => {
  it('adds up dot products document by document', () => {
    const index = new PostingLists<string>();
    index.add('a', 0, 0.5);
    index.add('a', 2, 0.25);
    index.add('b', 2, 1);
    const sums = new Float64Array(3);
    index.accumulate(sums, 'a', 2);
    index.accumulate(sums, 'b', 3);
    index.accumulate(sums, 'unknown', 3);
    assert.deepEqual([...sums], [1, 0, 3.5]);
  });
});
