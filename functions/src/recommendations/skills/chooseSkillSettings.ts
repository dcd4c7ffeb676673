import { metricsOfRanks, type RankingMetrics } from '../../learning/rankingMetrics.ts';
import { skillWeights, type SkillSettings } from './skillModel.ts';

/** The settings that are compared. */
const GRID: SkillSettings[] = [10, 30, 100, 300, 1000].flatMap((lambda) => [
  { lambda, isNormalised: true },
  { lambda, isNormalised: false },
]);

/** Settings are compared on this many of the most common skills: what fits a small model fits a large one. */
export const COMPARED_SKILLS = 400;

/** People whose skills are hidden, and the skills that somebody needs for that. */
const MAX_TEST_PEOPLE = 2000;
const MIN_SKILLS = 5;
const HIDDEN_SHARE = 0.2;

/** With fewer test people the choice would be chance. */
const MIN_TEST_PEOPLE = 50;

/** The best settings, and how well they find hidden skills beside the settings in use and plain popularity. */
export interface ChosenSettings {
  settings: SkillSettings;
  metrics: { fitted: RankingMetrics; inUse: RankingMetrics; plain: RankingMetrics };
  /** How many skills were hidden. */
  cases: number;
}

/**
 * Chooses the settings that find hidden skills best: hides a fifth of the skills of some people, fits the model on the
 * rest, and ranks.
 *
 * @param people the skills of each person, as numbers below `size`
 * @returns null if there are too few people
 */
export function chooseSkillSettings(
  people: readonly Int32Array[],
  size: number,
  inUse: SkillSettings,
): ChosenSettings | null {
  const { visible, testPeople } = hideSkills(people);
  if (testPeople.length < MIN_TEST_PEOPLE) return null;
  const measure = (settings: SkillSettings): RankingMetrics => {
    const weights = skillWeights(visible, size, settings);
    return metricsOf(testPeople, size, (skills) => scoresOf(skills, weights, size));
  };
  const measured = GRID.map((settings) => ({ settings, metrics: measure(settings) }));
  const best = measured.reduce((leader, other) => (other.metrics.mrr > leader.metrics.mrr ? other : leader));
  const popularity = popularityOf(visible, size);
  return {
    settings: best.settings,
    metrics: {
      fitted: best.metrics,
      inUse: measured.find(({ settings }) => isSame(settings, inUse))?.metrics ?? measure(inUse),
      plain: metricsOf(testPeople, size, () => popularity),
    },
    cases: testPeople.reduce((sum, { hidden }) => sum + hidden.length, 0),
  };
}

export function isSame(a: SkillSettings, b: SkillSettings): boolean {
  return a.lambda === b.lambda && a.isNormalised === b.isNormalised;
}

interface TestPerson {
  visible: Int32Array;
  hidden: Int32Array;
}

/** Hides skills of at most {@link MAX_TEST_PEOPLE} people; the same profiles always lose the same skills. */
function hideSkills(people: readonly Int32Array[]): { visible: Int32Array[]; testPeople: TestPerson[] } {
  const testPeople: TestPerson[] = [];
  const eligible = people.filter(({ length }) => length >= MIN_SKILLS).length;
  const share = Math.min(1, MAX_TEST_PEOPLE / Math.max(eligible, 1));
  const visible = people.map((skills, person) => {
    if (skills.length < MIN_SKILLS || hashToUnit(person, 0) > share) return skills;
    const order = skills.toSorted((a, b) => hashToUnit(person, a + 1) - hashToUnit(person, b + 1));
    const count = Math.max(1, Math.round(skills.length * HIDDEN_SHARE));
    testPeople.push({ visible: order.slice(count), hidden: order.slice(0, count) });
    return order.slice(count);
  });
  return { visible, testPeople };
}

/** A pseudo-random number from 0 to 1: multiplicative hashing with odd constants, of which the upper bits are used. */
function hashToUnit(a: number, b: number): number {
  const mixed = Math.imul(Math.imul(a + 1, 0x9e3779b1) ^ (b + 1), 0x85ebca6b);
  return (Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) >>> 0) / 2 ** 32;
}

/** Ranks each hidden skill among the skills that the person has neither visible nor hidden; ties take their mean rank. */
function metricsOf(
  testPeople: TestPerson[],
  size: number,
  score: (skills: Int32Array) => Float64Array,
): RankingMetrics {
  const ranks: number[] = [];
  for (const { visible, hidden } of testPeople) {
    const scores = score(visible);
    const isCandidate = new Uint8Array(size).fill(1);
    for (const skill of [...visible, ...hidden]) isCandidate[skill] = 0;
    for (const skill of hidden) {
      const own = scores[skill] ?? 0;
      let rank = 1;
      for (let other = 0; other < size; other += 1) {
        const rival = scores[other] ?? 0;
        if (isCandidate[other] === 1) rank += rival > own ? 1 : rival === own ? 0.5 : 0;
      }
      ranks.push(rank);
    }
  }
  return metricsOfRanks(ranks);
}

function scoresOf(skills: Int32Array, weights: Float64Array, size: number): Float64Array {
  const scores = new Float64Array(size);
  for (const skill of skills) {
    const row = weights.subarray(skill * size, (skill + 1) * size);
    for (let other = 0; other < size; other += 1) scores[other] = (scores[other] ?? 0) + (row[other] ?? 0);
  }
  return scores;
}

function popularityOf(people: readonly Int32Array[], size: number): Float64Array {
  const counts = new Float64Array(size);
  for (const skills of people) for (const skill of skills) counts[skill] = (counts[skill] ?? 0) + 1;
  return counts;
}
