import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Batcher, type BatchLimits } from '../../../src/sync/pipeline/batcher.ts';

const LIMITS: BatchLimits = { items: 100, bytes: 1000, concurrency: 2, lingerMs: 3 };

/** A batcher whose batches end when the test says so. */
function controlledBatcher(limits: Partial<BatchLimits> = {}) {
  const batches: { items: number[]; finish: () => void; fail: (error: Error) => void }[] = [];
  const batcher = new Batcher<number, string>(
    (items) =>
      new Promise((resolve, reject) => {
        batches.push({
          items,
          finish: () => {
            resolve(items.map((item) => `done ${String(item)}`));
          },
          fail: reject,
        });
      }),
    { ...LIMITS, ...limits },
  );
  return { batcher, batches };
}

describe('Batcher', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  /** Lets the linger time pass and settled promises take effect. */
  async function passLinger(): Promise<void> {
    mock.timers.tick(LIMITS.lingerMs);
    await nextTurn();
  }

  it('flushes items that arrive together as one batch and returns each its own result', async () => {
    const { batcher, batches } = controlledBatcher();
    const results = Promise.all([1, 2, 3].map((item) => batcher.add(item, 1)));
    mock.timers.tick(LIMITS.lingerMs - 1);
    assert.equal(batches.length, 0);
    mock.timers.tick(1);
    assert.deepEqual(
      batches.map(({ items }) => items),
      [[1, 2, 3]],
    );
    batches[0]?.finish();
    assert.deepEqual(await results, ['done 1', 'done 2', 'done 3']);
  });

  it('resolves no item before its batch is done', async () => {
    const { batcher, batches } = controlledBatcher();
    let isResolved = false;
    const result = batcher.add(1, 1).then(() => (isResolved = true));
    await passLinger();
    assert.equal(isResolved, false);
    batches[0]?.finish();
    await result;
  });

  it('grows the next batch while the maximum number of batches is in flight', async () => {
    const { batcher, batches } = controlledBatcher({ concurrency: 1 });
    const results = [batcher.add(1, 1)];
    await passLinger();
    for (const item of [2, 3, 4]) {
      results.push(batcher.add(item, 1));
      await passLinger();
    }
    assert.equal(batches.length, 1);
    batches[0]?.finish();
    await nextTurn();
    assert.deepEqual(batches[1]?.items, [2, 3, 4]);
    batches[1].finish();
    await Promise.all(results);
  });

  it('respects the limits of items and bytes', async () => {
    const { batcher, batches } = controlledBatcher({ items: 3, bytes: 10, concurrency: 9 });
    const sizes = [4, 4, 4, 20, 1, 1, 1, 1];
    const results = sizes.map((bytes, index) => batcher.add(index, bytes));
    await passLinger();
    for (const { finish } of batches) finish();
    await Promise.all(results);
    assert.deepEqual(
      batches.flatMap(({ items }) => items),
      [0, 1, 2, 3, 4, 5, 6, 7],
    );
    for (const { items } of batches) {
      const bytes = items.reduce((sum, item) => sum + (sizes[item] ?? 0), 0);
      assert.ok(
        items.length <= 3 && (bytes <= 10 || items.length === 1),
        `batch ${items.join()} has ${String(bytes)} bytes`,
      );
    }
  });

  it('rejects only the item whose result is an error', async () => {
    const batcher = new Batcher<number, string>(
      (items) =>
        Promise.resolve(items.map((item) => (item === 2 ? new Error('rejected') : `done ${String(item)}`))),
      LIMITS,
    );
    const results = Promise.allSettled([1, 2, 3].map((item) => batcher.add(item, 1)));
    await passLinger();
    assert.deepEqual(
      (await results).map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
  });

  it('rejects every item of a batch that fails, and continues with the next batch', async () => {
    const { batcher, batches } = controlledBatcher({ concurrency: 1 });
    const failing = Promise.allSettled([batcher.add(1, 1), batcher.add(2, 1)]);
    await passLinger();
    const next = batcher.add(3, 1);
    batches[0]?.fail(new Error('no connection'));
    assert.deepEqual(
      (await failing).map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    await passLinger();
    batches[1]?.finish();
    assert.equal(await next, 'done 3');
  });
});
