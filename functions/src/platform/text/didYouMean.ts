import { foldText } from './foldText.ts';
import { trigrams } from './trigrams.ts';

/** Names that share a smaller part of their trigrams are other names. */
const MIN_SIMILARITY = 0.3;

/** Names are shorter; of longer texts, the beginning counts. */
const MAX_CHARACTERS = 200;

/** The most similar of several names; null if none is similar. */
export function nearestName(asked: string, names: readonly string[]): string | null {
  const wanted = trigramsOf(asked);
  const [nearest] = names
    .map((name) => ({ name, similarity: similarity(trigramsOf(name), wanted) }))
    .filter((candidate) => candidate.similarity >= MIN_SIMILARITY)
    .sort((a, b) => b.similarity - a.similarity || (a.name < b.name ? -1 : 1));
  return nearest?.name ?? null;
}

/** A sentence that asks whether the most similar of several names was meant, after a space; empty if none is similar. */
export function didYouMean(asked: string, names: readonly string[]): string {
  const nearest = nearestName(asked, names);
  return nearest === null ? '' : ` Did you mean “${nearest}”?`;
}

function trigramsOf(name: string): Set<string> {
  return new Set(trigrams(foldText(name.slice(0, MAX_CHARACTERS))));
}

/** The share of trigrams that two texts have in common (Dice). */
function similarity(ones: Set<string>, others: Set<string>): number {
  return (2 * ones.intersection(others).size) / (ones.size + others.size);
}
