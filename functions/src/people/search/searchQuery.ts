import type { Expansion } from './expandQuery.ts';
import { normalise, type FeatureVector } from './featureVector.ts';
import { tokeniseAll, wordsOf } from './tokenise.ts';
import type { Vocabulary } from './vocabulary.ts';

/** An indexed word that matches a word of the query or of its expansions. */
export interface Variant {
  /** The word's id. */
  id: number;
  /** The index of the query word; expansion words follow the query's own. */
  part: number;
  /** The query word's rarity × the similarity of the two. */
  weight: number;
}

/** A query in the form in which documents are compared with it. */
export interface SearchQuery {
  words: string[];
  /** Stop words included, because they may be names. */
  allWords: string[];
  vector: FeatureVector;
  /** What the synonyms have in common; null without synonyms. */
  synonymVector: FeatureVector | null;
  /** The expansions that documents are compared with individually. */
  expansions: { expansion: Expansion; vector: FeatureVector }[];
  variants: Variant[];
}

/** Words with a lower cosine are different words; and the maximum number of variants per query word. */
const MIN_SIMILARITY = 0.3;
const MAX_VARIANTS = 40;

/** Expansions that documents are compared with individually; all of them contribute to `synonymVector`. */
const MAX_COMPARED_EXPANSIONS = 120;

/** Words of expansions that are looked up, and their weight relative to the query's own. */
const MAX_EXPANSION_WORDS = 60;
const EXPANSION_WEIGHT = 0.5;

export function buildSearchQuery(
  query: string,
  expansions: Expansion[],
  vocabulary: Vocabulary,
): SearchQuery {
  const words = [...new Set(wordsOf(query))];
  const withVectors = expansions.map((expansion) => ({
    expansion,
    vector: vocabulary.vectorOf(expansion.words),
  }));
  return {
    words,
    allWords: tokeniseAll(query).map(({ word }) => word),
    vector: vocabulary.vectorOf(wordsOf(query)),
    synonymVector: commonVector(withVectors),
    expansions: withVectors.slice(0, MAX_COMPARED_EXPANSIONS),
    variants: [
      ...queryVariants(words, vocabulary),
      ...expansionVariants(expansions, vocabulary, words.length),
    ],
  };
}

/** The query's words with their misspellings and inflections. */
function queryVariants(words: string[], vocabulary: Vocabulary): Variant[] {
  return words.flatMap((word, part) => {
    const rarity = vocabulary.rarity(vocabulary.idOf(word));
    return vocabulary
      .similarWords(word, { minSimilarity: MIN_SIMILARITY, limit: MAX_VARIANTS })
      .map(({ id, similarity }) => ({ id, part, weight: rarity * similarity }));
  });
}

/** The most relevant words of all expansions; each is a part of its own, counting from `firstPart`. */
function expansionVariants(expansions: Expansion[], vocabulary: Vocabulary, firstPart: number): Variant[] {
  const relevance = new Map<number, number>();
  for (const { words, weight } of expansions) {
    for (const word of words) {
      const id = vocabulary.idOf(word);
      if (id !== undefined) relevance.set(id, (relevance.get(id) ?? 0) + weight * vocabulary.rarity(id));
    }
  }
  const highest = Math.max(...relevance.values(), 1);
  return [...relevance]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MAX_EXPANSION_WORDS)
    .map(([id, weight], index) => ({
      id,
      part: firstPart + index,
      weight: EXPANSION_WEIGHT * vocabulary.rarity(id) * Math.sqrt(weight / highest),
    }));
}

/**
 * The centroid of all synonyms. The square root damps features that many share, so that features of only some count
 * too. Expanding a query by terms known to be relevant follows Rocchio (1971).
 */
function commonVector(expansions: { expansion: Expansion; vector: FeatureVector }[]): FeatureVector | null {
  const synonyms = expansions.filter(({ expansion }) => !expansion.isRelated);
  if (synonyms.length === 0) return null;
  const sum: FeatureVector = new Map();
  for (const { vector, expansion } of synonyms) {
    for (const [feature, weight] of vector) {
      sum.set(feature, (sum.get(feature) ?? 0) + weight * expansion.share);
    }
  }
  return normalise(new Map(sum.entries().map(([feature, weight]) => [feature, Math.sqrt(weight)])));
}
