import {
  base,
  de,
  en,
  en_IN,
  es,
  Faker,
  fr,
  generateMersenne53Randomizer,
  it,
  nl,
  pl,
  tr,
  type LocaleDefinition,
  type Randomizer,
} from '@faker-js/faker';

/** Locales of names; repeated entries are more frequent. */
const NAME_LOCALES: LocaleDefinition[] = [en, en, en, en, en, en_IN, en_IN, es, fr, de, it, nl, pl, tr];

/** A seeded random generator, independent of all others in the program. */
export class Random {
  readonly #randomizer: Randomizer;
  readonly #names: Faker[];
  readonly #faker: Faker;

  constructor(seed: number) {
    this.#randomizer = generateMersenne53Randomizer(seed);
    const randomizer = this.#randomizer;
    this.#names = NAME_LOCALES.map((locale) => new Faker({ locale: [locale, en, base], randomizer }));
    this.#faker = new Faker({ locale: [en, base], randomizer });
  }

  /** Uniform in [0, 1). */
  unit(): number {
    return this.#randomizer.next();
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** A uniform integer from `min` to `max`, inclusive. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.unit() * (max - min + 1));
  }

  /** Standard normal, by the Box–Muller method. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit());
  }

  /** Exponential with this mean. */
  wait(mean: number): number {
    return -Math.log(1 - this.unit()) * mean;
  }

  /** Pareto: at least `min`; a smaller `shape` makes the tail heavier. */
  heavyTailed(min: number, shape: number): number {
    return min * (1 - this.unit()) ** (-1 / shape);
  }

  /** Uniform between two times; `from` when they are in the wrong order. */
  timeBetween(from: Date, to: Date): Date {
    return new Date(from.getTime() + Math.floor(this.unit() * Math.max(0, to.getTime() - from.getTime())));
  }

  /** A uniformly chosen entry. @throws RangeError when the list is empty */
  pick<T>(list: readonly T[]): T {
    const index = Math.floor(this.unit() * list.length);
    if (index >= list.length) throw new RangeError('cannot pick from an empty list');
    return list[index] as T;
  }

  /** An entry chosen in proportion to its weight. @throws RangeError when the list is empty */
  weighted<T>(list: readonly T[], weight: (entry: T) => number): T {
    return this.chooser(list, weight)();
  }

  /** Like `weighted`, prepared for many draws from a long list. */
  chooser<T>(list: readonly T[], weight: (entry: T) => number): () => T {
    let total = 0;
    const sums = list.map((entry) => (total += weight(entry)));
    return () => {
      const target = this.unit() * total;
      let low = 0;
      for (let high = list.length - 1; low < high;) {
        const middle = (low + high) >> 1;
        if ((sums[middle] ?? 0) > target) high = middle;
        else low = middle + 1;
      }
      if (list.length === 0) throw new RangeError('cannot pick from an empty list');
      return list[low] as T;
    };
  }

  /**
   * Up to `count` distinct entries: weighted sampling without replacement by Efraimidis and Spirakis (2006), which
   * keeps the entries with the smallest exponential waiting times.
   */
  sample<T>(list: readonly T[], count: number, weight: (entry: T) => number = () => 1): T[] {
    return list
      .map((entry) => ({ entry, order: this.wait(1) / weight(entry) }))
      .sort((a, b) => a.order - b.order)
      .slice(0, count)
      .map(({ entry }) => entry);
  }

  /** A first and a last name of the same locale. */
  name(): { first: string; last: string } {
    const names = this.pick(this.#names);
    return { first: names.person.firstName(), last: names.person.lastName() };
  }

  uuid(): string {
    return this.#faker.string.uuid();
  }
}
