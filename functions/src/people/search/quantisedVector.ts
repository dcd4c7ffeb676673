/** Length of an embedding; other models are asked for the same. */
export const DIMENSIONS = 512;

/** A vector quantised to signed bytes, scaled so that its largest component is ±127. */
export function quantise(vector: Float32Array): Int8Array {
  const largest = vector.reduce((max, value) => Math.max(max, Math.abs(value)), 0) || 1;
  return Int8Array.from(vector, (value) => Math.round((value / largest) * 127));
}

/** The signs of a vector as a string of ones and zeros. The closer two vectors, the fewer bits differ. */
export function signature(vector: Float32Array): string {
  return Array.from(vector, (value) => (value > 0 ? '1' : '0')).join('');
}

/** The cosine of a unit vector and a quantised one; 0 for the zero vector. */
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

/** The approximate cosine of two vectors whose signatures differ in `distance` bits (Charikar, 2002). */
export function estimatedCosine(distance: number): number {
  return Math.cos((Math.PI * distance) / DIMENSIONS);
}
