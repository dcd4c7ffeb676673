import { PostingLists } from '../../learning/postingLists.ts';
import { DocumentFrequencies, tfIdfVector } from '../../learning/tfIdf.ts';
import { topIndices } from '../../learning/topK.ts';
import { roleWords } from '../titles/roleSimilarity.ts';

/** An occupation of the taxonomy, with what it is compared by. */
export interface Occupation {
  id: number;
  name: string;
  description: string | null;
  /** Alternative names. */
  labels: string[];
  /** Ids of the skills it needs, and of their broader skills. */
  skills: number[];
}

/** A row of `occupation_similarities`. */
export interface OccupationSimilarity {
  occupation_id: number;
  other_id: number;
  /** From 0 to 1. */
  similarity: number;
}

/** Similar occupations kept for each. */
const MAX_SIMILAR = 50;

/** Smaller mean cosines are dropped. */
const MIN_COSINE = 0.01;

/** Added to document frequencies. */
const SMOOTHING = 0.5;

/**
 * Weights of the fields, chosen on O*NET; its own list of related occupations served only to compare. Names matter most,
 * since an occupation has dozens of them.
 */
const FIELD_WEIGHTS = { description: 1, names: 1, skills: 0.5 } as const;
const TOTAL_WEIGHT = FIELD_WEIGHTS.description + FIELD_WEIGHTS.names + FIELD_WEIGHTS.skills;

/**
 * The most similar occupations of each, by names, description and skills needed: the weighted mean of the cosines of the
 * fields' TF-IDF vectors. Its square root is on the scale of shares of words in common. The taxonomy's own relations
 * between occupations are ignored.
 */
export function occupationSimilarities(occupations: readonly Occupation[]): OccupationSimilarity[] {
  const cosines = occupations.map(() => new Float64Array(occupations.length));
  const fields = {
    description: occupations.map(({ description }) => stemsOf(description ?? '')),
    names: occupations.map(({ name, labels }) => [name, ...labels].flatMap(stemsOf)),
    skills: occupations.map(({ skills }) => [...new Set(skills)].map(String)),
  };
  for (const field of ['description', 'names', 'skills'] as const) {
    addCosines(cosines, fields[field], FIELD_WEIGHTS[field] / TOTAL_WEIGHT);
  }
  return occupations.flatMap(({ id }, index) => {
    const row = cosines[index] ?? new Float64Array();
    row[index] = 0;
    return topIndices(row, MAX_SIMILAR, MIN_COSINE).map((other) => ({
      occupation_id: id,
      other_id: occupations[other]?.id ?? id,
      similarity: Math.sqrt(row[other] ?? 0),
    }));
  });
}

function stemsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}+#]{2,}/gu) ?? [];
  return words.flatMap((word) => [...roleWords(word).keys()]);
}

/** Adds `factor` times the cosine of each two documents, given by their terms, to the sum of the pair. */
function addCosines(sums: Float64Array[], documents: string[][], factor: number): void {
  const frequencies = new DocumentFrequencies(documents, SMOOTHING);
  const vectors = documents.map((terms) => tfIdfVector(terms, frequencies));
  const index = new PostingLists<string>();
  for (const [document, vector] of vectors.entries()) {
    for (const { term, weight } of vector) index.add(term, document, weight);
  }
  const cosines = new Float64Array(documents.length);
  for (const [document, vector] of vectors.entries()) {
    cosines.fill(0);
    for (const { term, weight } of vector) index.accumulate(cosines, term, weight);
    const row = sums[document];
    if (row === undefined) continue;
    for (const [other, cosine] of cosines.entries()) row[other] = (row[other] ?? 0) + factor * cosine;
  }
}
