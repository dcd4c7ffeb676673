import { z } from 'zod';
import { Z_95 } from './lift.ts';

const ratio = z.number().nonnegative();

/** The ratio of two shares with its 95 % confidence interval. */
export const growthRatio = z
  .strictObject({
    ratio: ratio.describe('1 for no change, 2 for twice the share.'),
    low: ratio.describe('The lower end of its 95 % interval.'),
    high: ratio.describe('The upper end.'),
  })
  .meta({ id: 'Growth', description: 'The ratio of a share to the same share before.' });

export type Growth = z.infer<typeof growthRatio>;

/**
 * The ratio of the share `part` / `whole` now and before; null if a whole is empty. The interval uses the delta method
 * on the logarithm. Half a person is added to each count, so that a share that was zero has a growth too (Haldane,
 * 1956; Anscombe, 1956).
 */
export function growth(
  now: { part: number; whole: number },
  before: { part: number; whole: number },
): Growth | null {
  if (now.whole === 0 || before.whole === 0) return null;
  const [part, partBefore] = [now.part + 0.5, before.part + 0.5];
  const [whole, wholeBefore] = [now.whole + 0.5, before.whole + 0.5];
  const ratio = part / whole / (partBefore / wholeBefore);
  const factor = Math.exp(Z_95 * Math.sqrt(1 / part - 1 / whole + 1 / partBefore - 1 / wholeBefore));
  return { ratio, low: ratio / factor, high: ratio * factor };
}
