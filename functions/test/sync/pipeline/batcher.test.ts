import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Batcher, type BatchLimits } from '../../../src/sync/pipeline/batcher.ts';

const LIMITS: BatchLimits = { items: 100, bytes: 1000, concurrency: 2, lingerMs: 1 };

/** A batcher whose batches end when the test says so. */
function controlled(limits: Partial<BatchLimits> = {}) {
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

describe('the batcher', () => {
  it('flushes items that arrive together as one batch, and gives each its own result', async () => {
    const { batcher, batches } = controlled();
    const results = Promise.all([1, 2, 3].map((item) => batcher.add(item, 1)));
    await sleep(10);
    assert.deepEqual(
      batches.map(({ items }) => items),
      [[1, 2, 3]],
    );
    batches[0]?.finish();
    assert.deepEqual(await results, ['done 1', 'done 2', 'done 3']);
  });

  it('answers nobody before the batch is done', async () => {
    const { batcher, batches } = controlled();
    let answered = false;
    const result = batcher.add(1, 1).then(() => (answered = true));
    await sleep(10);
    assert.equal(answered, false);
    batches[0]?.finish();
    await result;
  });

  it('collects a larger batch while as many as allowed are in flight', async () => {
    const { batcher, batches } = controlled({ concurrency: 1 });
    const results = [batcher.add(1, 1)];
    await sleep(10);
    for (const item of [2, 3, 4]) {
      results.push(batcher.add(item, 1));
      await sleep(5);
    }
    assert.equal(batches.length, 1);
    batches[0]?.finish();
    await sleep(10);
    assert.deepEqual(batches[1]?.items, [2, 3, 4]);
    batches[1].finish();
    await Promise.all(results);
  });

  it('keeps the limits of items and bytes', async () => {
    const { batcher, batches } = controlled({ items: 3, bytes: 10, concurrency: 9, lingerMs: 0 });
    const sizes = [4, 4, 4, 20, 1, 1, 1, 1];
    const results = sizes.map((bytes, index) => batcher.add(index, bytes));
    while (batches.flatMap(({ items }) => items).length < sizes.length) {
      await sleep(2);
      for (const { finish } of batches) finish();
    }
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

  it('fails an item alone when its result is an error', async () => {
    const batcher = new Batcher<number, string>(
      (items) =>
        Promise.resolve(items.map((item) => (item === 2 ? new Error('not you') : `done ${String(item)}`))),
      LIMITS,
    );
    const results = await Promise.allSettled([1, 2, 3].map((item) => batcher.add(item, 1)));
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
  });

  it('fails every item of a batch that fails, and goes on with the next', async () => {
    const { batcher, batches } = controlled({ concurrency: 1 });
    const failing = Promise.allSettled([batcher.add(1, 1), batcher.add(2, 1)]);
    await sleep(10);
    const next = batcher.add(3, 1);
    batches[0]?.fail(new Error('no connection'));
    assert.deepEqual(
      (await failing).map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    await sleep(10);
    batches[1]?.finish();
    assert.equal(await next, 'done 3');
  });
});
