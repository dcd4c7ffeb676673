/** Numbers of a vector: what the packaged model computes, and what others are asked for. */
export const DIMENSIONS = 512;

/** A direction as signed bytes, the largest number of which is 127. */
export function toBytes(vector: Float32Array): Int8Array {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  return Int8Array.from(vector, (value) => Math.round((value / largest) * 127));
}

/** The signs of a direction as text of ones and zeros: directions that are near have few different ones. */
export function signature(vector: Float32Array): string {
  return Array.from(vector, (value) => (value > 0 ? '1' : '0')).join('');
}

/** The cosine of a direction of length 1 and one in bytes. */
export function cosine(vector: Float32Array, bytes: Int8Array): number {
  let product = 0;
  let square = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const value = bytes[index] ?? 0;
    product += value * (vector[index] ?? 0);
    square += value * value;
  }
  return square === 0 ? 0 : product / Math.sqrt(square);
}

/** About what the cosine is of two directions whose signatures differ in so many places (Charikar, 2002). */
export function estimatedCosine(distance: number): number {
  return Math.cos((Math.PI * distance) / DIMENSIONS);
}
