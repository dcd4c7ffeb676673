import { z } from 'zod';
import { easeWeights } from '../../learning/ease.ts';

/** How the model of skills is fitted. */
export const settings = z.strictObject({
  /** How little is made of a few people: the penalty of EASE, for a person of weight 1. */
  lambda: z.number().positive(),
  /** Whether everybody counts the same; otherwise, who has more skills counts more. */
  evenly: z.boolean(),
});

export type Settings = z.infer<typeof settings>;

/** Until the campus has enough profiles to choose better ones; they did well on public profiles. */
export const DEFAULT_SETTINGS: Settings = { lambda: 100, evenly: true };

/**
 * How much having one skill says for each other one, by EASE over people: row by row, from the one to the
 * others. Evenly, the skills of a person with n of them count 1/n each, so that lists of everything say no
 * more of what goes together than short ones; the penalty is scaled to match.
 */
export function skillWeights(people: readonly Int32Array[], size: number, settings: Settings): Float64Array {
  const gram = new Float64Array(size * size);
  let total = 0;
  for (const own of people) {
    if (own.length === 0) continue;
    const weight = settings.evenly ? 1 / own.length : 1;
    total += weight;
    for (const i of own) {
      for (const j of own) gram[i * size + j] = (gram[i * size + j] ?? 0) + weight;
    }
  }
  return easeWeights(gram, size, settings.lambda * (total / Math.max(people.length, 1)));
}
