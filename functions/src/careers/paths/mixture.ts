import { KINDS, type Kind } from './career.ts';

/**
 * What those in some situations of one kind did next. The probability of a title from it is the share of those
 * who went there.
 */
export interface Component {
  kind: Kind;
  /** How many people it is counted from, about: they count less the longer ago it was. */
  evidence: number;
  share: (title: string) => number;
}

/** How much a kind with that much evidence is believed, in proportion to the others that are there. */
export type Weights = Record<string, number>;

/** Little evidence is believed less than much, by weights of its own. */
const EVIDENCE = [1.5, 4, 15] as const;

export function weightName({ kind, evidence }: Pick<Component, 'kind' | 'evidence'>): string {
  return `${kind}${String(EVIDENCE.filter((bound) => evidence >= bound).length)}`;
}

/** Used before there is a history to learn from; the learned ones start from them. */
export const DEFAULT_WEIGHTS: Weights = defaults({
  all: 0.02,
  step: 0.03,
  department: 0.05,
  skills: 0.03,
  industry: 0.05,
  organisation: 0.02,
  earlier: 0.05,
  role: 0.1,
  similar: 0.1,
  after: 0.4,
  after2: 0.1,
  alike: 0.05,
});

/** The share of each component, which together are 1. */
export function sharesOf(components: readonly Component[], weights: Weights): number[] {
  const own = components.map((component) => weights[weightName(component)] ?? 0);
  const sum = own.reduce((total, weight) => total + weight, 0);
  return own.map((weight) => (sum === 0 ? 0 : weight / sum));
}

/** One thing that came true: how likely each component had it. */
export interface Foreseen {
  name: string;
  probability: number;
}

const ROUNDS = 40;

/** So many imagined cases hold each weight near where it started. */
const STEADYING = 5;

/**
 * The weights under which what came true was most likely. Each case has only some of the components, whose weights
 * are taken in proportion; at the maximum of the likelihood each weight equals the quotient that is iterated here.
 */
export function learnWeights(cases: readonly Foreseen[][], start: Weights): Weights {
  const names = Object.keys(start);
  const numbers = new Map(names.map((name, index) => [name, index]));
  // By number: a round over a hundred thousand components is then a matter of milliseconds.
  const coded = cases
    .map((components) => components.filter(({ name }) => numbers.has(name)))
    .map((components) => ({
      which: Int32Array.from(components, ({ name }) => numbers.get(name) ?? 0),
      probabilities: Float64Array.from(components, ({ probability }) => probability),
    }));
  const initial = Float64Array.from(names, (name) => start[name] ?? 0);
  let weights = initial;
  for (let round = 0; round < ROUNDS; round += 1) {
    const gained = initial.map((weight) => STEADYING * weight);
    const offered = initial.map(() => STEADYING);
    for (const { which, probabilities } of coded) {
      let [present, likelihood] = [0, 0];
      for (let index = 0; index < which.length; index += 1) {
        const number = which[index] ?? 0;
        present += at(weights, number);
        likelihood += at(weights, number) * at(probabilities, index);
      }
      if (likelihood === 0) continue;
      for (let index = 0; index < which.length; index += 1) {
        const number = which[index] ?? 0;
        gained[number] = at(gained, number) + (at(weights, number) * at(probabilities, index)) / likelihood;
        offered[number] = at(offered, number) + 1 / present;
      }
    }
    weights = gained.map((gain, number) => gain / at(offered, number));
  }
  return Object.fromEntries(names.map((name, number) => [name, at(weights, number)]));
}

/** The index is always within. */
function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}

function defaults(weights: Record<Kind, number>): Weights {
  const trust = [0.3, 0.6, 0.85, 1];
  return Object.fromEntries(
    KINDS.flatMap((kind) =>
      trust.map((share, evidence) => [`${kind}${String(evidence)}`, weights[kind] * share] as const),
    ),
  );
}
