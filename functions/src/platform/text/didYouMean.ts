import { foldText } from './foldText.ts';
import { trigrams } from './trigrams.ts';

/** Names that share a smaller part of their trigrams are other names. */
const MIN_SIMILARITY = 0.3;

/** The most similar of several names; null if none is similar. */
export function nearestName(asked: string, names: readonly string[]): string | null {
  const [nearest] = names
    .map((name) => ({ name, similarity: similarity(foldText(name), foldText(asked)) }))
    .filter((candidate) => candidate.similarity >= MIN_SIMILARITY)
    .sort((a, b) => b.similarity - a.similarity || (a.name < b.name ? -1 : 1));
  return nearest?.name ?? null;
}

/** A sentence that asks whether the most similar of several names was meant, after a space; empty if none is similar. */
export function didYouMean(asked: string, names: readonly string[]): string {
  const nearest = nearestName(asked, names);
  return nearest === null ? '' : ` Did you mean “${nearest}”?`;
}

/** The share of trigrams that two texts have in common (Dice). */
function similarity(one: string, other: string): number {
  const [ones, others] = [new Set(trigrams(one)), new Set(trigrams(other))];
  const shared = [...ones].filter((trigram) => others.has(trigram)).length;
  return (2 * shared) / (ones.size + others.size);
}
