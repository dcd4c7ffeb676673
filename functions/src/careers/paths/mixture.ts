import type { SimilarTitle } from '../titles/titleSimilarity.ts';
import type { Career } from './career.ts';
import { CONTEXT_KINDS, contextAfter, contextsOf, type Context, type ContextKind } from './careerContexts.ts';
import type { TransitionLookup } from './transitions.ts';

/** One component of the mixture: the distribution of next titles in the contexts of one kind. */
export interface Component {
  kind: ContextKind;
  /** The number of people it is estimated from, discounted by age. */
  evidence: number;
  /** The probability of a title, by its key. */
  probabilityOf: (title: string) => number;
}

/** Mixture weights by {@link weightName}; those of the components present are scaled to sum to 1. */
export type MixtureWeights = Record<string, number>;

/** Components with more evidence than each of these bounds have another weight. */
const EVIDENCE_BOUNDS = [1.5, 4, 15] as const;

/** How much of a kind's default weight applies with evidence above none, one, two and three of the bounds. */
const TRUST = [0.3, 0.6, 0.85, 1];

const DEFAULT_KIND_WEIGHTS: Record<ContextKind, number> = {
  all: 0.02,
  step: 0.03,
  department: 0.05,
  skills: 0.03,
  industry: 0.05,
  organisation: 0.02,
  earlier: 0.05,
  role: 0.1,
  afterSimilar: 0.1,
  after: 0.4,
  afterTwo: 0.1,
  similarTitle: 0.05,
};

/** Used until there is enough history to train on; training starts from them. */
export const DEFAULT_WEIGHTS: MixtureWeights = Object.fromEntries(
  CONTEXT_KINDS.flatMap((kind) =>
    TRUST.map((trust, level) => [`${kind}${String(level)}`, DEFAULT_KIND_WEIGHTS[kind] * trust] as const),
  ),
);

export function weightName({ kind, evidence }: Pick<Component, 'kind' | 'evidence'>): string {
  return `${kind}${String(EVIDENCE_BOUNDS.filter((bound) => evidence >= bound).length)}`;
}

/** The components that predict position number `next`: their contexts, those of similar titles, and these titles. */
export function componentsOf(
  career: Career,
  next: number,
  lookup: TransitionLookup,
  similarTitles: readonly SimilarTitle[],
): Component[] {
  const afterSimilar = similarTitles.map(({ key, similarity }): Context => ({
    kind: 'afterSimilar',
    id: contextAfter(key),
    weight: similarity ** 2,
  }));
  const contexts = [...contextsOf(career, next), ...afterSimilar];
  const components = [...Map.groupBy(contexts, ({ kind }) => kind)].flatMap(
    ([kind, ofKind]) => componentOf(kind, ofKind, lookup) ?? [],
  );
  const total = similarTitles.reduce((sum, { similarity }) => sum + similarity ** 2, 0);
  if (total === 0) return components;
  const shares = new Map(similarTitles.map(({ key, similarity }) => [key, similarity ** 2 / total]));
  return [
    ...components,
    {
      kind: 'similarTitle',
      evidence: similarTitles.length,
      probabilityOf: (title) => shares.get(title) ?? 0,
    },
  ];
}

/** The share of each component in the mixture; they sum to 1. */
export function mixtureShares(components: readonly Component[], weights: MixtureWeights): number[] {
  const present = components.map((component) => weights[weightName(component)] ?? 0);
  const total = present.reduce((sum, weight) => sum + weight, 0);
  return present.map((weight) => (total === 0 ? 0 : weight / total));
}

/** The probability of each title. */
export function mixtureProbabilities(
  components: readonly Component[],
  weights: MixtureWeights,
  titles: Iterable<string>,
): Map<string, number> {
  const shares = mixtureShares(components, weights);
  return new Map(
    [...titles].map((title) => [
      title,
      components.reduce(
        (sum, { probabilityOf }, index) => sum + (shares[index] ?? 0) * probabilityOf(title),
        0,
      ),
    ]),
  );
}

/** Pools the contexts of one kind; null if nobody was in any. */
function componentOf(kind: ContextKind, contexts: Context[], lookup: TransitionLookup): Component | null {
  const found = contexts.flatMap(({ id, weight }) => {
    const entry = lookup(id);
    return entry === undefined || entry.total <= 0 ? [] : { ...entry, weight };
  });
  const evidence = found.reduce((sum, { total, weight }) => sum + weight * total, 0);
  if (evidence <= 0) return null;
  const probabilityOf = (title: string): number =>
    found.reduce((sum, { weightOf, weight }) => sum + weight * weightOf(title), 0) / evidence;
  return { kind, evidence, probabilityOf };
}
