/** A choice among alternatives, each given by its features. */
export interface Choice {
  alternatives: Float64Array[];
  /** Index of the alternative that was chosen. */
  chosen: number;
}

/** Choices packed for fast passes: a fit reads a hundred thousand rows many times. */
export interface PackedChoices {
  /** The scaled features of all alternatives, in row-major order. */
  rows: Float64Array;
  /** The first row of each choice, and the end of the last. */
  starts: Int32Array;
  /** The chosen alternative of each choice. */
  chosen: Int32Array;
}

/** Features with less variance count as constant, and keep their prior weight. */
const MIN_VARIANCE = 1e-9;

/** The standard deviation of each feature over all alternatives; 0 for constant ones. */
export function standardDeviations(choices: readonly Choice[], size: number): Float64Array {
  const all = choices.flatMap(({ alternatives }) => alternatives);
  return Float64Array.from({ length: size }, (_, k) => {
    const mean = all.reduce((sum, features) => sum + at(features, k), 0) / all.length;
    const variance = all.reduce((sum, features) => sum + (at(features, k) - mean) ** 2, 0) / all.length;
    return variance > MIN_VARIANCE ? Math.sqrt(variance) : 0;
  });
}

/** @param deviations of the features, which are divided by them */
export function packChoices(choices: readonly Choice[], deviations: Float64Array): PackedChoices {
  const size = deviations.length;
  const starts = new Int32Array(choices.length + 1);
  for (const [choice, { alternatives }] of choices.entries()) {
    starts[choice + 1] = at(starts, choice) + alternatives.length;
  }
  const rows = new Float64Array(at(starts, choices.length) * size);
  let offset = 0;
  for (const { alternatives } of choices) {
    for (const features of alternatives) {
      for (let k = 0; k < size; k += 1) {
        const deviation = at(deviations, k);
        rows[offset] = deviation > 0 ? at(features, k) / deviation : 0;
        offset += 1;
      }
    }
  }
  return { starts, rows, chosen: Int32Array.from(choices, ({ chosen }) => chosen) };
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? 0;
}
