import { roleWords } from '../titles/normalise.ts';

/** An occupation of the taxonomy, as far as others are compared with it. */
export interface Occupation {
  id: number;
  name: string;
  description: string | null;
  /** Its other names. */
  labels: string[];
  /** Ids of the skills it needs, and of what these belong to. */
  skills: number[];
}

/** Two occupations that are alike, from 0 to 1. */
export interface Alike {
  occupation_id: number;
  other_id: number;
  similarity: number;
}

/** Others that are kept for each. */
const KEPT = 50;

/**
 * What counts how much: chosen on O*NET, whose own list of related occupations was only compared with. Names say
 * most, since an occupation has dozens of them.
 */
const FIELDS = { description: 1, names: 1, skills: 0.5 } as const;
const ALL_FIELDS = FIELDS.description + FIELDS.names + FIELDS.skills;

/**
 * Which occupations are most alike, by what they are called, how they are described, and which skills they need:
 * the mean of three cosines of vectors weighted by rarity (TF-IDF). The taxonomy's own relations between
 * occupations are not looked at. The square root brings the cosines to the scale of shares of words in common.
 */
export function occupationSimilarities(occupations: readonly Occupation[]): Alike[] {
  const sums = occupations.map(() => new Float64Array(occupations.length));
  const fields = {
    description: occupations.map(({ description }) => wordsOf(description ?? '')),
    names: occupations.map(({ name, labels }) => [name, ...labels].flatMap(wordsOf)),
    skills: occupations.map(({ skills }) => [...new Set(skills)].map(String)),
  };
  for (const field of ['description', 'names', 'skills'] as const) {
    const share = FIELDS[field] / ALL_FIELDS;
    for (const { a, b, cosine } of cosines(fields[field])) {
      const row = sums[a];
      if (row !== undefined) row[b] = (row[b] ?? 0) + share * cosine;
    }
  }
  return occupations.flatMap(({ id }, index) =>
    Array.from(sums[index] ?? [], (sum, other) => ({ sum, other }))
      .filter(({ sum, other }) => other !== index && sum > 0.01)
      .sort((a, b) => b.sum - a.sum)
      .slice(0, KEPT)
      .map(({ sum, other }) => ({
        occupation_id: id,
        other_id: occupations[other]?.id ?? id,
        similarity: Math.sqrt(sum),
      })),
  );
}

function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}+#]{2,}/gu) ?? [];
  return [...words.flatMap((word) => [...roleWords(word).keys()])];
}

/** The cosines of all pairs that have a term in common, of documents given by their terms. */
function* cosines(documents: string[][]): Generator<{ a: number; b: number; cosine: number }> {
  const counts = documents.map((terms) => {
    const count = new Map<string, number>();
    for (const term of terms) count.set(term, (count.get(term) ?? 0) + 1);
    return count;
  });
  const postings = new Map<string, { document: number; weight: number }[]>();
  const frequency = new Map<string, number>();
  for (const count of counts)
    for (const term of count.keys()) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  const vectors = counts.map((count, document) => {
    const weights = [...count].map(
      ([term, times]) =>
        [
          term,
          (1 + Math.log(times)) * Math.log((documents.length + 1) / ((frequency.get(term) ?? 0) + 0.5)),
        ] as const,
    );
    const length = Math.hypot(...weights.map(([, weight]) => weight)) || 1;
    for (const [term, weight] of weights) {
      const posting = postings.get(term) ?? [];
      postings.set(term, posting);
      posting.push({ document, weight: weight / length });
    }
    return weights.map(([term, weight]) => [term, weight / length] as const);
  });
  const sums = new Float64Array(documents.length);
  for (const [a, vector] of vectors.entries()) {
    sums.fill(0);
    for (const [term, weight] of vector) {
      for (const { document, weight: other } of postings.get(term) ?? []) {
        sums[document] = (sums[document] ?? 0) + weight * other;
      }
    }
    for (const [b, cosine] of sums.entries()) if (cosine > 0) yield { a, b, cosine };
  }
}
