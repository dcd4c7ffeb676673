import type { Neighbour } from '../titles/neighbours.ts';
import { afterTitle, contextsOf, type Career, type Context } from './career.ts';
import {
  DEFAULT_WEIGHTS,
  learnWeights,
  sharesOf,
  weightName,
  type Component,
  type Foreseen,
  type Weights,
} from './mixture.ts';
import { componentsOf, ownMoves, tally, type Lookup, type Tally } from './tally.ts';

/** How the paths are foreseen. */
export interface PathParameters {
  weights: Weights;
  /** After so many years a move counts half; null for always the same. */
  halfLifeYears: number | null;
}

export const DEFAULT_PARAMETERS: PathParameters = { weights: DEFAULT_WEIGHTS, halfLifeYears: null };

/** How good a ranking of next positions is. */
interface PathMetrics {
  /** Mean reciprocal rank of the position that came. */
  mrr: number;
  /** How often it was among the first ten. */
  recall10: number;
}

export interface LearnedPaths {
  parameters: PathParameters;
  /** On people who were not learned from; the baseline is a Markov chain with popularity for what it never saw. */
  metrics: PathMetrics;
  baseline: PathMetrics;
  cases: number;
}

/** The titles most like one. */
export type NeighboursOf = (key: string) => readonly Neighbour[];

const HALF_LIVES = [null, 12, 5] as const;

/** Every so many people judge, and the others are learned from. */
const JUDGES = 5;

/** Fewer moves say nothing. */
const FEWEST_CASES = 50;

/** People who are learned from, or judge, at most. */
const MOST_PEOPLE = 2500;

/** Titles of one situation that are ranked; behind them are those with hardly anybody. */
export const RANKED = 300;

/**
 * Learns how much each kind of situation tells, and how fast moves grow old: such that what each person did was
 * most likely from what all the others did. Judged by people who were not among them.
 *
 * @returns null when there are too few careers.
 */
export function learnPaths(
  careers: readonly Career[],
  now: number,
  neighboursOf: NeighboursOf,
): LearnedPaths | null {
  const some = everyOf(careers, MOST_PEOPLE);
  const judges = some.filter((_, index) => index % JUDGES === 0);
  const judging = new Set(judges);
  const others = careers.filter((career) => !judging.has(career));
  const learners = some.filter((career) => !judging.has(career));
  if (movesOf(learners) < FEWEST_CASES || movesOf(judges) < FEWEST_CASES / JUDGES) return null;

  const tried = HALF_LIVES.map((halfLifeYears) => {
    const tallies = tally(others, now, halfLifeYears);
    const cases = learners.flatMap((career) =>
      foreseenOf(career, tallies, { now, halfLifeYears, neighboursOf }),
    );
    const weights = learnWeights(cases, DEFAULT_WEIGHTS);
    return {
      parameters: { weights, halfLifeYears },
      tallies,
      fit: logLikelihood(cases, weights),
      cases: cases.length,
    };
  });
  const best = tried.reduce((one, other) => (other.fit > one.fit ? other : one));
  return {
    parameters: best.parameters,
    metrics: judge(judges, (career, next) =>
      rankedNext(career, next, best.tallies, best.parameters, neighboursOf),
    ),
    baseline: judge(judges, (career, next) => markovNext(career, next, best.tallies)),
    cases: best.cases,
  };
}

/** The components of somebody's next position: their situations, those of similar titles, and these themselves. */
export function componentsAt(
  career: Career,
  next: number,
  lookup: Lookup,
  neighbours: readonly Neighbour[],
): Component[] {
  const similar = neighbours.map(({ key, similarity }): Context => ({
    kind: 'similar',
    id: afterTitle(key),
    weight: similarity ** 2,
  }));
  const components = componentsOf([...contextsOf(career, next), ...similar], lookup);
  const all = neighbours.reduce((sum, { similarity }) => sum + similarity ** 2, 0);
  if (all === 0) return components;
  const own = new Map(neighbours.map(({ key, similarity }) => [key, similarity ** 2 / all]));
  return [
    ...components,
    { kind: 'alike', evidence: neighbours.length, share: (title) => own.get(title) ?? 0 },
  ];
}

/** The probability of each of these titles. */
export function mixed(
  components: readonly Component[],
  weights: Weights,
  titles: Iterable<string>,
): Map<string, number> {
  const shares = sharesOf(components, weights);
  return new Map(
    [...titles].map((title) => [
      title,
      components.reduce((sum, { share }, index) => sum + (shares[index] ?? 0) * share(title), 0),
    ]),
  );
}

/** How likely each component had each of somebody's moves, from what all the others did. */
function foreseenOf(
  career: Career,
  tallies: Map<string, Tally>,
  {
    now,
    halfLifeYears,
    neighboursOf,
  }: { now: number; halfLifeYears: number | null; neighboursOf: NeighboursOf },
): Foreseen[][] {
  const own = ownMoves(career, now, halfLifeYears);
  const without: Lookup = (id) => {
    const entry = tallies.get(id);
    if (entry === undefined) return undefined;
    const mine = own.get(id);
    const total = [...(mine?.values() ?? [])].reduce((sum, { weight }) => sum - weight, entry.total);
    // What remains of rounding is nobody.
    if (total < 1e-6) return undefined;
    return {
      total,
      weight: (title) => Math.max(0, (entry.moves.get(title)?.weight ?? 0) - (mine?.get(title)?.weight ?? 0)),
    };
  };
  return career.held.map(({ title }, next) =>
    componentsAt(career, next, without, neighboursBefore(career, next, neighboursOf)).map((component) => ({
      name: weightName(component),
      probability: component.share(title.key),
    })),
  );
}

function neighboursBefore(career: Career, next: number, neighboursOf: NeighboursOf): readonly Neighbour[] {
  const last = career.held[next - 1];
  return last === undefined ? [] : neighboursOf(last.title.key);
}

function logLikelihood(cases: readonly Foreseen[][], weights: Weights): number {
  return cases.reduce((sum, components) => {
    const all = components.reduce((total, { name }) => total + (weights[name] ?? 0), 0);
    const likelihood = components.reduce(
      (total, { name, probability }) => total + (weights[name] ?? 0) * probability,
      0,
    );
    // A title that nobody else ever held is as unlikely under any weights.
    return likelihood === 0 ? sum : sum + Math.log(likelihood / all);
  }, 0);
}

/** The titles after a position, the likeliest first. */
function rankedNext(
  career: Career,
  next: number,
  tallies: Map<string, Tally>,
  { weights }: PathParameters,
  neighboursOf: NeighboursOf,
): string[] {
  const neighbours = neighboursBefore(career, next, neighboursOf);
  const contexts = [
    ...contextsOf(career, next).map(({ id }) => id),
    ...neighbours.map(({ key }) => afterTitle(key)),
  ];
  const titles = new Set(contexts.flatMap((id) => topMoves(tallies.get(id))));
  for (const { key } of neighbours) titles.add(key);
  const components = componentsAt(career, next, lookupIn(tallies), neighbours);
  return [...mixed(components, weights, titles)].sort((a, b) => b[1] - a[1]).map(([title]) => title);
}

/** The baseline: what followed most often, and then what is most frequent. */
function markovNext(career: Career, next: number, tallies: Map<string, Tally>): string[] {
  const last = career.held[next - 1];
  const followed = last === undefined ? [] : topMoves(tallies.get(afterTitle(last.title.key)));
  return [...new Set([...followed, ...topMoves(tallies.get('all'))])];
}

const sorted = new WeakMap<Tally, string[]>();

function topMoves(entry: Tally | undefined): string[] {
  if (entry === undefined) return [];
  const known = sorted.get(entry);
  if (known !== undefined) return known;
  const titles = [...entry.moves]
    .sort(([one, a], [other, b]) => b.weight - a.weight || (one < other ? -1 : 1))
    .slice(0, RANKED)
    .map(([title]) => title);
  sorted.set(entry, titles);
  return titles;
}

function lookupIn(tallies: Map<string, Tally>): Lookup {
  return (id) => {
    const entry = tallies.get(id);
    return entry && { total: entry.total, weight: (title) => entry.moves.get(title)?.weight ?? 0 };
  };
}

function judge(judges: readonly Career[], ranked: (career: Career, next: number) => string[]): PathMetrics {
  const ranks = judges.flatMap((career) =>
    career.held.flatMap(({ title }, next) => {
      const place = ranked(career, next).indexOf(title.key);
      return next === 0 ? [] : place === -1 ? Infinity : place + 1;
    }),
  );
  return {
    mrr: ranks.reduce((sum, rank) => sum + 1 / rank, 0) / ranks.length,
    recall10: ranks.filter((rank) => rank <= 10).length / ranks.length,
  };
}

function movesOf(careers: readonly Career[]): number {
  return careers.reduce((sum, { held }) => sum + Math.max(0, held.length - 1), 0);
}

/** So many of them at most, drawn evenly. */
function everyOf<One>(all: readonly One[], most: number): One[] {
  const every = Math.max(1, all.length / most);
  return Array.from(
    { length: Math.floor(all.length / every) },
    (_, index) => all[Math.floor(index * every)],
  ).flatMap((one) => one ?? []);
}
