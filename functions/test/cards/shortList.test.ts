import assert from 'node:assert/strict';
import { shortList } from '../../src/cards/index.ts';

describe('a short list', () => {
  it('has the first five and says how many there are', () => {
    assert.deepEqual(shortList([]), { total: 0, items: [] });
    assert.deepEqual(shortList([1, 2, 3, 4, 5]), { total: 5, items: [1, 2, 3, 4, 5] });
    assert.deepEqual(shortList([1, 2, 3, 4, 5, 6, 7]), { total: 7, items: [1, 2, 3, 4, 5] });
  });
});
