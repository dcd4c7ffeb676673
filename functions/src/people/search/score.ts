import type { Question } from './question.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What each kind of evidence counts; the last two only when the question has other names. */
const OWN = 0.6;
const COVERAGE = 0.05;
const MEANING = 0.5;
const BEST_NAME = 0.5;
const NAMES = 0.5;

/** Words are the same in part from here on. */
const LIKENESS = 0.3;

/** Below this, a likeness of meaning is what any two texts have. */
const NO_MEANING = 0.25;

/** How near the words of somebody's document are to those of the question. */
export interface Words {
  /** What they add to the score. */
  score: number;
  /** Whether they are reason enough to show somebody. */
  fit: boolean;
  /** The other name that the text is nearest to, by its place in the question; -1 for none. */
  phrase: number;
}

/** How near somebody's document is to the question. */
export interface Likeness {
  /** From 0 to 1. */
  score: number;
  /** Whether there is any reason to show them. */
  fits: boolean;
  /** The other name that their text is nearest to, by its place in the question; -1 for none. */
  phrase: number;
}

/**
 * Compares documents with one question, passage by passage. Cosines of trigrams and whole words; the length of
 * a passage is approximated by that of its words, which share few trigrams.
 *
 * score = own × (nearest passage) + coverage × (share of the question found in other passages alone)
 *   + meaning × (cosine of the meanings)
 *   + best name × (nearest passage to any one other name) + names × (nearest passage to all of them)
 */
export class Scorer {
  readonly #question: Question;
  readonly #vocabulary: Vocabulary;
  /** For each feature, in which directions it is, and with which weight. */
  readonly #directions = new Map<string, { direction: number; weight: number }[]>();
  readonly #products = new Map<
    number,
    { square: number; products: Float64Array; likenesses: Float64Array }
  >();
  readonly #count: number;
  readonly #rarities: number[];
  readonly #highest: number;

  constructor(question: Question, vocabulary: Vocabulary) {
    this.#question = question;
    this.#vocabulary = vocabulary;
    const directions = [
      question.own,
      question.names ?? new Map<string, number>(),
      ...question.phrases.map(({ direction }) => direction),
      ...question.words.map((word) => vocabulary.direction([word])),
    ];
    this.#count = directions.length;
    for (const [direction, weights] of directions.entries()) {
      for (const [feature, weight] of weights) {
        const known = this.#directions.get(feature);
        if (known === undefined) this.#directions.set(feature, [{ direction, weight }]);
        else known.push({ direction, weight });
      }
    }
    this.#rarities = question.words.map((word) => vocabulary.rarity(vocabulary.idOf(word)));
    this.#highest = OWN + COVERAGE + MEANING + (question.phrases.length > 0 ? BEST_NAME + NAMES : 0);
  }

  /** @param meaning the cosine of the meanings; null when one of them is not known */
  likeness({ score, fit, phrase }: Words, meaning: number | null): Likeness {
    const meant = Math.max(meaning ?? 0, 0);
    return {
      score: Math.min((score + MEANING * meant) / this.#highest, 1),
      fits: fit || meant >= NO_MEANING,
      phrase,
    };
  }

  words(document: number[]): Words {
    const phrases = this.#question.phrases;
    const best = { own: 0, names: 0, phrase: 0 };
    let nearest = -1;
    // Of each word of the question the most alike one: anywhere, in this passage, and in the nearest one.
    const found = new Float64Array(this.#question.words.length);
    const foundHere = new Float64Array(found.length);
    const foundNearest = new Float64Array(found.length);
    const sum = new Float64Array(2 + phrases.length);
    let square = 0;
    const endPassage = (): void => {
      if (square === 0) return;
      const length = Math.sqrt(square);
      const own = (sum[0] ?? 0) / length;
      if (own > best.own) {
        best.own = own;
        foundNearest.set(foundHere);
      }
      best.names = Math.max(best.names, (sum[1] ?? 0) / length);
      for (const [index, { phrase }] of phrases.entries()) {
        const likeness = ((sum[2 + index] ?? 0) / length) * phrase.weight;
        if (likeness <= best.phrase) continue;
        best.phrase = likeness;
        nearest = index;
      }
      sum.fill(0);
      foundHere.fill(0);
      square = 0;
    };
    for (const code of document) {
      // The mark of the next passage.
      if (code < 0) {
        endPassage();
        continue;
      }
      const word = this.#productsOf(code);
      square += word.square;
      for (let index = 0; index < sum.length; index += 1)
        sum[index] = (sum[index] ?? 0) + (word.products[index] ?? 0);
      for (let part = 0; part < found.length; part += 1) {
        const likeness = word.likenesses[part] ?? 0;
        if (likeness > (foundHere[part] ?? 0)) foundHere[part] = likeness;
        if (likeness > (found[part] ?? 0)) found[part] = likeness;
      }
    }
    endPassage();
    const coverage = this.#coverage(found);
    return {
      score:
        OWN * best.own +
        COVERAGE * (coverage - this.#coverage(foundNearest)) +
        BEST_NAME * best.phrase +
        NAMES * best.names,
      fit: coverage > 0 || best.phrase >= LIKENESS,
      phrase: best.phrase >= LIKENESS ? nearest : -1,
    };
  }

  /** The share of the question that was found, by the rarity of its words. */
  #coverage(found: Float64Array): number {
    let [coverage, total] = [0, 0];
    for (const [part, rarity] of this.#rarities.entries()) {
      total += rarity;
      if ((found[part] ?? 0) >= LIKENESS) coverage += rarity * (found[part] ?? 0);
    }
    return total === 0 ? 0 : coverage / total;
  }

  /** How a word of the campus lies to all directions. */
  #productsOf(id: number): { square: number; products: Float64Array; likenesses: Float64Array } {
    const known = this.#products.get(id);
    if (known !== undefined) return known;
    const products = new Float64Array(this.#count);
    let square = 0;
    for (const { feature, weight } of this.#vocabulary.featuresOf(this.#vocabulary.wordOf(id))) {
      square += weight * weight;
      for (const { direction, weight: other } of this.#directions.get(feature) ?? []) {
        products[direction] = (products[direction] ?? 0) + weight * other;
      }
    }
    const length = Math.sqrt(square) || 1;
    const likenesses = products
      .slice(this.#count - this.#question.words.length)
      .map((product) => product / length);
    const word = { square: square || 1, products, likenesses };
    this.#products.set(id, word);
    return word;
  }
}
