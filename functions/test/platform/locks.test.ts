import assert from 'node:assert/strict';
import { LOCKS } from '../../src/platform/locks.ts';

describe('advisory locks', () => {
  it('have a key each', () => {
    const names = Object.entries(LOCKS).map(([name, key]) => ({ name, key }));
    const shared = [...Map.groupBy(names, ({ key }) => key).values()]
      .filter(({ length }) => length > 1)
      .map((same) => same.map(({ name }) => name).join(' and '));
    assert.deepEqual(shared, []);
  });
});
