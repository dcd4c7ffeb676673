import assert from 'node:assert/strict';
import { Random } from '../../../scripts/campus/random.ts';
import { topIndices, topK } from '../../src/learning/topK.ts';
import { seed } from '../support/history.ts';

describe('topIndices', () => {
  it('selects what sorting all values would, ties by the lower index', () => {
    const random = new Random(seed());
    for (let round = 0; round < 200; round += 1) {
      const distinct = random.integer(1, 50);
      const scale = 10 ** random.integer(-6, 6);
      const values = Float64Array.from(
        { length: random.integer(0, 300) },
        () => (random.integer(-2, distinct) * scale) / distinct,
      );
      const count = random.integer(0, 40);
      const above = random.pick([-Infinity, 0, scale / 2]);
      const sorted = [...values.keys()]
        .filter((index) => values[index]! > above)
        .sort((a, b) => values[b]! - values[a]! || a - b);
      assert.deepEqual(topIndices(values, count, above), sorted.slice(0, count));
    }
  });
});

describe('topK', () => {
  it('orders items by score and keeps the order of items with equal scores', () => {
    const items = ['one', 'three', 'four', 'two', 'eleven'];
    assert.deepEqual(
      topK(items, 4, ({ length }) => length),
      ['eleven', 'three', 'four', 'one'],
    );
    assert.deepEqual(
      topK(items, 4, ({ length }) => length, 4),
      ['eleven', 'three'],
    );
  });
});
