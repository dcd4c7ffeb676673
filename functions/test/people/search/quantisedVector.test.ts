import assert from 'node:assert/strict';
import { cosine, estimatedCosine, quantise, signature } from '../../../src/people/search/quantisedVector.ts';
import { Random } from '../../../../scripts/campus/random.ts';
import { seed } from '../../support/history.ts';

describe('quantised vectors', () => {
  const random = new Random(seed());
  const unitVector = (near?: Float32Array, distance = 0): Float32Array => {
    const values = Float32Array.from(
      { length: 512 },
      (_, index) => (near?.[index] ?? 0) + distance * random.normal(),
    );
    const length = Math.hypot(...values);
    return values.map((value) => value / length);
  };

  it('keep cosines within 0.01', () => {
    const first = unitVector(undefined, 1);
    for (const distance of [0.01, 0.05, 0.2, 1]) {
      const second = unitVector(first, distance);
      const exact = first.reduce((sum, value, index) => sum + value * second[index]!, 0);
      assert.ok(Math.abs(cosine(first, quantise(second)) - exact) < 0.01);
    }
  });

  it('have signatures that differ in more bits the farther apart they are', () => {
    const first = unitVector(undefined, 1);
    const distances = [0, 0.02, 0.1, 1].map((distance) => {
      const other = signature(unitVector(first, distance));
      return Array.from(signature(first)).filter((bit, index) => bit !== other[index]).length;
    });
    assert.deepEqual(
      distances,
      distances.toSorted((a, b) => a - b),
    );
    assert.equal(distances[0], 0);
    assert.ok(Math.abs(distances[3]! - 256) < 80, 'about half of the bits of independent vectors differ');
    assert.equal(estimatedCosine(0), 1);
    assert.ok(Math.abs(estimatedCosine(256)) < 1e-9);
  });

  it('have cosine 0 with the zero vector', () => {
    assert.equal(cosine(unitVector(undefined, 1), quantise(new Float32Array(512))), 0);
  });
});
