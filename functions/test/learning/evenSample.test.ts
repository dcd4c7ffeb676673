import assert from 'node:assert/strict';
import { evenSample } from '../../src/learning/evenSample.ts';

describe('evenSample', () => {
  it('spreads the sample over the whole list', () => {
    assert.deepEqual(evenSample([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 4), [0, 2, 5, 7]);
  });

  it('returns all items if there are no more than wanted', () => {
    assert.deepEqual(evenSample(['a', 'b'], 2), ['a', 'b']);
    assert.deepEqual(evenSample([], 2), []);
  });
});
