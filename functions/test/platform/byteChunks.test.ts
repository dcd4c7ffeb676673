import assert from 'node:assert/strict';
import fc from 'fast-check';
import { approximateBytes, byteChunks } from '../../src/platform/byteChunks.ts';

describe('byteChunks', () => {
  it('keeps all items in order, and within the limit unless one alone exceeds it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30)), fc.integer({ min: 1, max: 40 }), (sizes, limit) => {
        const chunks = byteChunks(sizes, (size) => size, limit);
        assert.deepEqual(chunks.flat(), sizes);
        for (const chunk of chunks) {
          assert.ok(chunk.length === 1 || chunk.reduce((sum, size) => sum + size, 0) <= limit);
        }
      }),
    );
  });
});

describe('approximateBytes', () => {
  it('is about the length of the JSON', () => {
    for (const value of [
      { a: 'x'.repeat(1000), b: [1, 2, { c: 'y'.repeat(500) }] },
      Array(500).fill('word'),
    ]) {
      const exact = JSON.stringify(value).length;
      assert.ok(Math.abs(approximateBytes(value) - exact) < exact * 0.5, String(approximateBytes(value)));
    }
    assert.ok(approximateBytes({ bytes: Buffer.alloc(900) }) >= 1200);
    assert.ok(approximateBytes(new Date()) > 0);
  });
});
