import { metricsOfRanks, type RankingMetrics } from '../../learning/rankingMetrics.ts';
import { skillWeights, type Settings } from './skillModel.ts';

/** What is tried. */
const CHOICES: Settings[] = [10, 30, 100, 300, 1000].flatMap((lambda) => [
  { lambda, evenly: true },
  { lambda, evenly: false },
]);

/** Settings are compared on so many of the most common skills: a small model, whose settings fit a large one. */
export const COMPARED_SKILLS = 400;

/** People whose skills are hidden at most; of whom has fewer than five, nothing can be hidden. */
const MOST_TESTED = 2000;
const FEWEST_SKILLS = 5;
const HIDDEN_SHARE = 0.2;

/** With fewer people to test on, chance would choose. */
const FEWEST_TESTED = 50;

/** A choice, and how well it finds what was hidden, beside the settings in use and plain popularity. */
export interface Chosen {
  settings: Settings;
  metrics: { fitted: RankingMetrics; inUse: RankingMetrics; plain: RankingMetrics };
  /** Hidden skills. */
  cases: number;
}

/**
 * Chooses the settings that find hidden skills best: hides a fifth of the skills of some people, fits on what
 * is left, and ranks. Null when there are too few people.
 *
 * @param people by the numbers of their skills, of which there are `size`
 */
export function chooseSettings(people: readonly Int32Array[], size: number, inUse: Settings): Chosen | null {
  const { visible, tested } = hide(people);
  if (tested.length < FEWEST_TESTED) return null;
  const measured = (settings: Settings): RankingMetrics => {
    const weights = skillWeights(visible, size, settings);
    return metrics(tested, size, (own) => scoresOf(own, weights, size));
  };
  const tried = CHOICES.map((settings) => ({ settings, metrics: measured(settings) }));
  const best = tried.reduce((one, other) => (other.metrics.mrr > one.metrics.mrr ? other : one));
  const counts = popularity(visible, size);
  return {
    settings: best.settings,
    metrics: {
      fitted: best.metrics,
      inUse: tried.find(({ settings }) => same(settings, inUse))?.metrics ?? measured(inUse),
      plain: metrics(tested, size, () => counts),
    },
    cases: tested.reduce((sum, { hidden }) => sum + hidden.length, 0),
  };
}

export function same(a: Settings, b: Settings): boolean {
  return a.lambda === b.lambda && a.evenly === b.evenly;
}

interface Tested {
  own: Int32Array;
  hidden: Int32Array;
}

/** The same people and skills for the same profiles. */
function hide(people: readonly Int32Array[]): { visible: Int32Array[]; tested: Tested[] } {
  const tested: Tested[] = [];
  const testable = people.filter(({ length }) => length >= FEWEST_SKILLS).length;
  const share = Math.min(1, MOST_TESTED / Math.max(testable, 1));
  const visible = people.map((own, person) => {
    if (own.length < FEWEST_SKILLS || scattered(person, 0) > share) return own;
    const order = own.toSorted((a, b) => scattered(person, a + 1) - scattered(person, b + 1));
    const count = Math.max(1, Math.round(own.length * HIDDEN_SHARE));
    tested.push({ own: order.slice(count), hidden: order.slice(0, count) });
    return order.slice(count);
  });
  return { visible, tested };
}

/** A number from 0 to 1 that looks like chance: two multiplications by odd constants, and their upper bits. */
function scattered(a: number, b: number): number {
  const mixed = Math.imul(Math.imul(a + 1, 0x9e3779b1) ^ (b + 1), 0x85ebca6b);
  return (Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) >>> 0) / 2 ** 32;
}

/** The place of each hidden skill among those that the person is not known to have, other hidden ones aside. */
function metrics(tested: Tested[], size: number, score: (own: Int32Array) => Float64Array): RankingMetrics {
  const ranks: number[] = [];
  for (const { own, hidden } of tested) {
    const scores = score(own);
    const candidates = new Uint8Array(size).fill(1);
    for (const skill of [...own, ...hidden]) candidates[skill] = 0;
    for (const skill of hidden) {
      const wanted = scores[skill] ?? 0;
      let rank = 1;
      for (let other = 0; other < size; other += 1) {
        const rival = scores[other] ?? 0;
        if (candidates[other] === 1) rank += rival > wanted ? 1 : rival === wanted ? 0.5 : 0;
      }
      ranks.push(rank);
    }
  }
  return metricsOfRanks(ranks);
}

function scoresOf(own: Int32Array, weights: Float64Array, size: number): Float64Array {
  const scores = new Float64Array(size);
  for (const skill of own) {
    const row = weights.subarray(skill * size, (skill + 1) * size);
    for (let other = 0; other < size; other += 1) scores[other] = (scores[other] ?? 0) + (row[other] ?? 0);
  }
  return scores;
}

function popularity(people: readonly Int32Array[], size: number): Float64Array {
  const counts = new Float64Array(size);
  for (const own of people) for (const skill of own) counts[skill] = (counts[skill] ?? 0) + 1;
  return counts;
}
