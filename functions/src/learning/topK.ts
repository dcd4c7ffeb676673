const BINS = 1024;

/**
 * Indices of the `count` largest values, largest first; of equal values, the lower index first.
 *
 * A histogram rules out most of the others, so that little more than `count` values are sorted.
 *
 * @param values finite numbers
 * @param above only values above this are selected
 */
export function topIndices(values: Float64Array, count: number, above = -Infinity): number[] {
  const candidates = candidateIndices(values, count, above);
  return candidates.sort((a, b) => at(values, b) - at(values, a) || a - b).slice(0, count);
}

/** The `count` items with the highest scores above `above`, highest first; items with equal scores keep their order. */
export function topK<Item>(
  items: readonly Item[],
  count: number,
  score: (item: Item) => number,
  above = -Infinity,
): Item[] {
  const scores = Float64Array.from(items, score);
  return topIndices(scores, count, above).map((index) => items[index] as Item);
}

/** Indices of the values above `above`, in order, without the bins below those that hold the largest `count`. */
function candidateIndices(values: Float64Array, count: number, above: number): number[] {
  let [lowest, highest] = [Infinity, -Infinity];
  for (let index = 0; index < values.length; index += 1) {
    const value = at(values, index);
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  if (lowest < above) lowest = above;
  const scale = highest > lowest ? BINS / (highest - lowest) : 0;
  const counts = new Uint32Array(BINS + 1);
  for (let index = 0; index < values.length; index += 1) {
    const value = at(values, index);
    if (value <= above) continue;
    const bin = Math.floor((value - lowest) * scale);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  let lowestBin = BINS;
  for (let found = counts[BINS] ?? 0; lowestBin > 0 && found < count; found += counts[lowestBin] ?? 0) {
    lowestBin -= 1;
  }
  const indices: number[] = [];
  for (let index = 0; index < values.length; index += 1) {
    const value = at(values, index);
    if (value > above && (value - lowest) * scale >= lowestBin) indices.push(index);
  }
  return indices;
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}
