/** A sparse vector: feature (trigram or whole word) → weight. */
export type FeatureVector = Map<string, number>;

/** The vector scaled to length 1; the zero vector stays as it is. */
export function normalise(vector: FeatureVector): FeatureVector {
  const length = Math.hypot(...vector.values());
  return length === 0
    ? vector
    : new Map(vector.entries().map(([feature, weight]) => [feature, weight / length]));
}

export function dotProduct(a: FeatureVector, b: FeatureVector): number {
  let sum = 0;
  for (const [feature, weight] of a) sum += weight * (b.get(feature) ?? 0);
  return sum;
}
