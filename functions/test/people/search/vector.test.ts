import assert from 'node:assert/strict';
import { cosine, estimatedCosine, signature, toBytes } from '../../../src/people/search/vector.ts';
import { Random } from '../../../../scripts/campus/random.ts';
import { seed } from '../../support/history.ts';

describe('vectors in bytes', () => {
  const random = new Random(seed());
  const direction = (near?: Float32Array, distance = 0): Float32Array => {
    const values = Float32Array.from(
      { length: 512 },
      (_, index) => (near?.[index] ?? 0) + distance * random.normal(),
    );
    const length = Math.hypot(...values);
    return values.map((value) => value / length);
  };

  it('have nearly the cosine of the numbers they come from', () => {
    const first = direction(undefined, 1);
    for (const distance of [0.01, 0.05, 0.2, 1]) {
      const second = direction(first, distance);
      const exact = first.reduce((sum, value, index) => sum + value * second[index]!, 0);
      assert.ok(Math.abs(cosine(first, toBytes(second)) - exact) < 0.01);
    }
  });

  it('have signatures that differ the more the farther apart they are', () => {
    const first = direction(undefined, 1);
    const distances = [0, 0.02, 0.1, 1].map((distance) => {
      const other = signature(direction(first, distance));
      return Array.from(signature(first)).filter((bit, index) => bit !== other[index]).length;
    });
    assert.deepEqual(
      distances,
      distances.toSorted((a, b) => a - b),
    );
    assert.equal(distances[0], 0);
    assert.ok(Math.abs(distances[3]! - 256) < 80, 'directions that have nothing to do with each other');
    assert.equal(estimatedCosine(0), 1);
    assert.ok(Math.abs(estimatedCosine(256)) < 1e-9);
  });

  it('of nothing compare with everything as nothing', () => {
    assert.equal(cosine(direction(undefined, 1), toBytes(new Float32Array(512))), 0);
  });
});
