import { maxTotal, type Trait } from './trait.ts';
import { weightAtLevel } from './traitWeights.ts';

/** Bins per trait. */
const BINS_PER_TRAIT = 10;

/** The levels of a skill, which are assumed to be equally common. */
const LEVELS = [1, 2, 3, 4, 5];

/**
 * The distribution, over the population, of the total weight that people share of some of the requester's traits,
 * assuming that traits are independent.
 */
export class ScoreDistribution {
  readonly #population: number;
  readonly #binWidth: number;
  /** The share of the population in each bin of total weight. */
  readonly #shares: Float64Array;
  #highestBin = 0;

  /** @param allTraits all traits that are, or will be, added; determines the bins */
  constructor(traits: Trait[], population: number, allTraits = traits) {
    this.#population = population;
    const bins = BINS_PER_TRAIT * Math.max(allTraits.length, 1);
    this.#binWidth =
      Math.max(
        maxTotal(allTraits, () => true),
        1,
      ) / bins;
    // Each trait may be rounded up by half a bin.
    this.#shares = new Float64Array(bins + allTraits.length + 1);
    this.#shares[0] = 1;
    for (const trait of traits) this.add(trait);
  }

  /** Convolves the distribution with that of another trait. */
  add({ kind, people, base, level, weight }: Trait): void {
    const probability = Math.min(people / this.#population, 1);
    const weights =
      kind === 'skill' ? LEVELS.map((other) => weightAtLevel(base, Math.min(level, other))) : [weight];
    const steps = weights.map((each) => Math.round(each / this.#binWidth));
    const shares = this.#shares;
    // From the highest bin down, so that nobody gets the trait twice.
    for (let bin = this.#highestBin; bin >= 0; bin -= 1) {
      const share = shares[bin] ?? 0;
      if (share === 0) continue;
      shares[bin] = share * (1 - probability);
      for (const step of steps) {
        shares[bin + step] = (shares[bin + step] ?? 0) + (share * probability) / steps.length;
      }
    }
    this.#highestBin += Math.max(...steps);
  }

  /** Visits each total weight that occurs, with the share of the population that has it. */
  forEach(visit: (total: number, share: number) => void): void {
    for (let bin = 0; bin <= this.#highestBin; bin += 1) {
      const share = this.#shares[bin] ?? 0;
      if (share > 0) visit(bin * this.#binWidth, share);
    }
  }

  /** The share of the population with at least this total weight. */
  shareAtLeast(total: number): number {
    let share = 0;
    for (let bin = Math.max(0, Math.round(total / this.#binWidth)); bin <= this.#highestBin; bin += 1) {
      share += this.#shares[bin] ?? 0;
    }
    return share;
  }
}
