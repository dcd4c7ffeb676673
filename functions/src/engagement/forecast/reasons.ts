import { FEATURES, type Facts, type Feature } from './features.ts';
import { contributions, type Logistic } from '../../learning/logisticRegression.ts';

/** Why a probability is what it is. */
export interface ForecastReason {
  /** A sentence. */
  text: string;
  /** Whether it makes activity likelier or less likely than the average person's. */
  effect: 'raises' | 'lowers';
}

/** Features that say the same thing to a person share a reason. */
const SUBJECTS = {
  recency: ['sinceAnything', 'sinceAction', 'gapRatio'],
  lately: ['recent14', 'recent30', 'recent90'],
  longer: ['recent365', 'monthsActive'],
  posts: ['posts90'],
  connections: ['connections90'],
  age: ['age'],
  declined: ['declined'],
  season: ['yearSine', 'yearCosine'],
} satisfies Record<string, Feature[]>;

type Subject = keyof typeof SUBJECTS;

const SHOWN = 2;

/**
 * The strongest reasons for the probability being higher, or lower, than the average person's, the strongest first:
 * those that work against it would explain another probability.
 */
export function strongestReasons(
  model: Logistic,
  features: readonly number[],
  facts: Facts,
): ForecastReason[] {
  const parts = contributions(model, features);
  const strength = (subject: Subject): number =>
    SUBJECTS[subject].reduce((sum, name) => sum + (parts[FEATURES.indexOf(name)] ?? 0), 0);
  const subjects = (Object.keys(SUBJECTS) as Subject[]).map((subject) => ({
    subject,
    strength: strength(subject),
  }));
  const direction = Math.sign(subjects.reduce((sum, { strength: own }) => sum + own, 0));
  return subjects
    .sort((a, b) => direction * (b.strength - a.strength))
    .slice(0, SHOWN)
    .map(({ subject, strength }) => {
      const effect = strength >= 0 ? 'raises' : 'lowers';
      return { text: SENTENCES[subject](facts, effect), effect };
    });
}

const SENTENCES: Record<Subject, (facts: Facts, effect: ForecastReason['effect']) => string> = {
  recency({ daysSinceAction, usualGapDays }) {
    if (daysSinceAction === null) return 'Has declined, and not yet taken part.';
    const ago = `Last active ${days(daysSinceAction)} ago`;
    return usualGapDays === null
      ? `${ago}.`
      : `${ago}, with ${days(usualGapDays)} between visits on average.`;
  },
  lately: ({ actions90 }) => `Active ${times(actions90)} in the last 90 days.`,
  longer: ({ monthsActive, actions365 }) =>
    `Active ${times(actions365)} in the last year, in ${String(monthsActive)} of its months.`,
  posts: (_, effect) => (effect === 'raises' ? 'Has posted lately.' : 'Posts less than others lately.'),
  connections: (_, effect) =>
    effect === 'raises' ? 'Has connected with people lately.' : 'Connects less than others lately.',
  age: ({ daysSinceFirst }) => `First active ${days(daysSinceFirst)} ago.`,
  declined: (_, effect) => (effect === 'raises' ? 'Seldom declines.' : 'Declines more often than others.'),
  season: (_, effect) =>
    `At this time of the year people are ${effect === 'raises' ? 'more' : 'less'} active than usual.`,
};

function days(count: number): string {
  const rounded = Math.round(count);
  return rounded < 1 ? 'less than a day' : rounded === 1 ? 'a day' : `${String(rounded)} days`;
}

function times(count: number): string {
  return count === 0 ? 'not once' : count === 1 ? 'once' : `${String(count)} times`;
}
