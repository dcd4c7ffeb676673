import type { Expansion } from './expandQuery.ts';
import { NAME_MATCHES, type NameMatch } from './nameMatches.ts';
import type { SearchQuery } from './searchQuery.ts';
import type { Vocabulary } from './vocabulary.ts';
import { WordProductCache, type WordProducts } from './wordProducts.ts';

/** Weights of the kinds of evidence; the last two only apply if the query has expansions. */
const QUERY_WEIGHT = 0.6;
const COVERAGE_WEIGHT = 0.05;
const SEMANTIC_WEIGHT = 0.5;
const EXPANSION_WEIGHT = 0.5;
const SYNONYMS_WEIGHT = 0.5;

/** Cosine from which words match in part. */
const MIN_WORD_SIMILARITY = 0.3;

/** Any two texts have about this semantic similarity; more is a reason to show a person. */
const MIN_SEMANTIC_SIMILARITY = 0.25;

/** Share of the scale that is kept for each kind of match with a name. */
const NAME_MATCH_SHARE = 0.01;

/** How well a document's words match a query. */
export interface LexicalScore {
  /** The contribution to the score. */
  score: number;
  /** Whether the words alone are reason enough to show the person. */
  isMatch: boolean;
  /** The index of the expansion that the document is closest to; -1 for none. */
  expansion: number;
}

/** How well a document matches a query. */
export interface DocumentScore {
  /** 0 to 1. */
  score: number;
  isMatch: boolean;
  /** The index of the expansion that the document is closest to; -1 for none. */
  expansion: number;
}

/**
 * Scores documents against one query, passage by passage. Similarities are cosines of trigrams and whole words. A
 * passage's length is approximated from those of its words, which share few trigrams.
 *
 * score = query × (best passage) + coverage × (share of the query found only in other passages)
 *   + semantic × (cosine of the embeddings)
 *   + expansion × (best passage for any one expansion) + synonyms × (best passage for all synonyms)
 */
export class DocumentScorer {
  readonly #expansions: Expansion[];
  readonly #wordProducts: WordProductCache;
  readonly #rarities: number[];
  readonly #maxScore: number;

  constructor(query: SearchQuery, vocabulary: Vocabulary) {
    this.#expansions = query.expansions.map(({ expansion }) => expansion);
    this.#wordProducts = new WordProductCache(query, vocabulary);
    this.#rarities = query.words.map((word) => vocabulary.rarity(vocabulary.idOf(word)));
    this.#maxScore =
      QUERY_WEIGHT +
      COVERAGE_WEIGHT +
      SEMANTIC_WEIGHT +
      (query.expansions.length > 0 ? EXPANSION_WEIGHT + SYNONYMS_WEIGHT : 0);
  }

  /**
   * @param cosine of the embeddings; null if either is missing
   * @param nameMatch how the person's name matches, if it does
   */
  combine(
    { score, isMatch, expansion }: LexicalScore,
    cosine: number | null,
    nameMatch: NameMatch | undefined,
  ): DocumentScore {
    const semantic = Math.max(cosine ?? 0, 0);
    return {
      score: rankNames(Math.min((score + SEMANTIC_WEIGHT * semantic) / this.#maxScore, 1), nameMatch),
      isMatch: isMatch || nameMatch !== undefined || semantic >= MIN_SEMANTIC_SIMILARITY,
      expansion,
    };
  }

  /** @param document as encoded by searchDocument.ts */
  scoreWords(document: number[]): LexicalScore {
    const passages = new PassageMaxima(this.#expansions, this.#rarities.length);
    for (const code of document) {
      if (code < 0) passages.endPassage();
      else passages.addWord(this.#wordProducts.of(code));
    }
    passages.endPassage();
    const coverage = this.#coverage(passages.found);
    const isExpansionMatch = passages.bestExpansion >= MIN_WORD_SIMILARITY;
    return {
      score:
        QUERY_WEIGHT * passages.bestQuery +
        COVERAGE_WEIGHT * (coverage - this.#coverage(passages.foundInBest)) +
        EXPANSION_WEIGHT * passages.bestExpansion +
        SYNONYMS_WEIGHT * passages.bestSynonyms,
      isMatch: coverage > 0 || isExpansionMatch,
      expansion: isExpansionMatch ? passages.closestExpansion : -1,
    };
  }

  /** The share of the query that was found, weighted by rarity. */
  #coverage(found: Float64Array): number {
    let [coverage, total] = [0, 0];
    for (const [part, rarity] of this.#rarities.entries()) {
      total += rarity;
      if ((found[part] ?? 0) >= MIN_WORD_SIMILARITY) coverage += rarity * (found[part] ?? 0);
    }
    return total === 0 ? 0 : coverage / total;
  }
}

/** Moves people whose name matches to the top of the scale, the better the match the higher. */
function rankNames(score: number, nameMatch: NameMatch | undefined): number {
  const top = 1 - NAME_MATCHES.length * NAME_MATCH_SHARE;
  if (nameMatch === undefined) return Math.min(score, top);
  return top + NAME_MATCH_SHARE * (NAME_MATCHES.indexOf(nameMatch) + score);
}

/** The best similarities over the passages of one document. */
class PassageMaxima {
  bestQuery = 0;
  bestSynonyms = 0;
  bestExpansion = 0;
  closestExpansion = -1;
  /** The highest similarity to each query word: anywhere, and in the passage most similar to the query. */
  readonly found: Float64Array;
  readonly foundInBest: Float64Array;

  readonly #expansions: Expansion[];
  readonly #foundInPassage: Float64Array;
  /** Dot products of the current passage with the query, its synonyms and each expansion. */
  readonly #products: Float64Array;
  #square = 0;

  constructor(expansions: Expansion[], queryWordCount: number) {
    this.#expansions = expansions;
    this.found = new Float64Array(queryWordCount);
    this.foundInBest = new Float64Array(queryWordCount);
    this.#foundInPassage = new Float64Array(queryWordCount);
    this.#products = new Float64Array(2 + expansions.length);
  }

  addWord({ square, products, similarities }: WordProducts): void {
    const sums = this.#products;
    const { found } = this;
    const foundInPassage = this.#foundInPassage;
    this.#square += square;
    for (let index = 0; index < sums.length; index += 1)
      sums[index] = (sums[index] ?? 0) + (products[index] ?? 0);
    for (let part = 0; part < found.length; part += 1) {
      const similarity = similarities[part] ?? 0;
      if (similarity > (foundInPassage[part] ?? 0)) foundInPassage[part] = similarity;
      if (similarity > (found[part] ?? 0)) found[part] = similarity;
    }
  }

  endPassage(): void {
    if (this.#square === 0) return;
    const length = Math.sqrt(this.#square);
    const query = (this.#products[0] ?? 0) / length;
    if (query > this.bestQuery) {
      this.bestQuery = query;
      this.foundInBest.set(this.#foundInPassage);
    }
    this.bestSynonyms = Math.max(this.bestSynonyms, (this.#products[1] ?? 0) / length);
    for (const [index, { weight }] of this.#expansions.entries()) {
      const similarity = ((this.#products[2 + index] ?? 0) / length) * weight;
      if (similarity <= this.bestExpansion) continue;
      this.bestExpansion = similarity;
      this.closestExpansion = index;
    }
    this.#products.fill(0);
    this.#foundInPassage.fill(0);
    this.#square = 0;
  }
}
