import assert from 'node:assert/strict';
import postgres from 'postgres';
import { retryOpening } from '../../src/platform/retryConflicts.ts';

const tooSlow = Object.assign(new postgres.PostgresError('canceling statement due to statement timeout'), {
  code: '57014',
});

describe('retryOpening', () => {
  it('repeats what fails for the moment before the work begins', async () => {
    let attempts = 0;
    const result = await retryOpening((begun) => {
      attempts += 1;
      if (attempts < 3) return Promise.reject(tooSlow);
      begun();
      return Promise.resolve('done');
    });
    assert.deepEqual([result, attempts], ['done', 3]);
  });

  it('repeats nothing that has begun, or that fails for good', async () => {
    let attempts = 0;
    const started = retryOpening((begun) => {
      attempts += 1;
      begun();
      return Promise.reject(tooSlow);
    });
    await assert.rejects(started, { code: '57014' });
    const refused = retryOpening(() => {
      attempts += 1;
      return Promise.reject(new Error('refused'));
    });
    await assert.rejects(refused, /refused/);
    assert.equal(attempts, 2);
  });
});
