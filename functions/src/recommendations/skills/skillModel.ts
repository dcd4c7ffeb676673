import { z } from 'zod';
import { easeWeights } from '../../learning/ease.ts';
import { defineModel } from '../../learning/modelRegistry.ts';

const settingsSchema = z.strictObject({
  /** The penalty of EASE for a person of weight 1: higher trusts small numbers of people less. */
  lambda: z.number().positive(),
  /** Whether everybody counts the same; otherwise people with more skills count more. */
  isNormalised: z.boolean(),
});

/** How the skill model is fitted. */
export type SkillSettings = z.infer<typeof settingsSchema>;

/** Used until the campus has enough profiles to choose better ones; they did well on public profiles. */
export const DEFAULT_SETTINGS: SkillSettings = { lambda: 100, isNormalised: true };

/** The settings are the parameters of a version; the weights that they give are in `skill_weights`. */
export const skillModel = defineModel<SkillSettings, SkillSettings>({
  name: 'skills',
  schema: settingsSchema,
  defaults: DEFAULT_SETTINGS,
});

/**
 * How much having one skill says for each other one, by EASE over people. Normalised, each skill of a person with n of
 * them counts 1/n, so that long lists say no more about what goes together than short ones; the penalty is scaled to
 * match.
 *
 * @param people the skills of each person, as numbers below `size`
 * @returns in row-major order: row i has what skill i says for the others
 */
export function skillWeights(
  people: readonly Int32Array[],
  size: number,
  { lambda, isNormalised }: SkillSettings,
): Float64Array {
  const gram = new Float64Array(size * size);
  let total = 0;
  for (const skills of people) {
    if (skills.length === 0) continue;
    const weight = isNormalised ? 1 / skills.length : 1;
    total += weight;
    for (const i of skills) {
      for (const j of skills) gram[i * size + j] = (gram[i * size + j] ?? 0) + weight;
    }
  }
  return easeWeights(gram, size, lambda * (total / Math.max(people.length, 1)));
}
