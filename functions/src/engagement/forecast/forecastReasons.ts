import { z } from 'zod';
import { contributions, type LogisticModel } from '../../learning/logisticRegression.ts';
import type { ActivityFacts } from './activityFacts.ts';
import { FEATURES, type Feature } from './activityFeatures.ts';

/** Why a probability is what it is. */
export const forecastReason = z
  .strictObject({
    text: z.string().describe('A sentence to show to the user.'),
    effect: z
      .enum(['raises', 'lowers'])
      .meta({ id: 'ForecastEffect' })
      .describe('Whether it makes activity more or less likely than for the average person.'),
  })
  .meta({ id: 'ForecastReason', description: 'Why a probability is what it is.' });

export type ForecastReason = z.infer<typeof forecastReason>;

/** Features that mean the same to a reader share a reason. */
const SUBJECTS = {
  recency: ['sinceAnyAction', 'sinceActive', 'gapRatio'],
  quarter: ['recent14', 'recent30', 'recent90'],
  year: ['recent365', 'monthsActive'],
  posts: ['posts90'],
  connections: ['connections90'],
  age: ['age'],
  declined: ['declined'],
  season: ['yearSine', 'yearCosine'],
} satisfies Record<string, Feature[]>;

type Subject = keyof typeof SUBJECTS;

const MAX_REASONS = 2;

/**
 * The strongest reasons why a probability is above, or below, the average user's, strongest first. Reasons in the other
 * direction come last: they would explain another probability.
 */
export function strongestReasons(
  model: LogisticModel,
  features: readonly number[],
  facts: ActivityFacts,
): ForecastReason[] {
  const parts = contributions(model, features);
  const strength = (subject: Subject): number =>
    SUBJECTS[subject].reduce((sum, name) => sum + (parts[FEATURES.indexOf(name)] ?? 0), 0);
  const subjects = (Object.keys(SUBJECTS) as Subject[]).map((subject) => ({
    subject,
    strength: strength(subject),
  }));
  const direction = Math.sign(subjects.reduce((sum, item) => sum + item.strength, 0));
  return subjects
    .sort((a, b) => direction * (b.strength - a.strength))
    .slice(0, MAX_REASONS)
    .map(({ subject, strength }) => {
      const effect = strength >= 0 ? 'raises' : 'lowers';
      return { text: SENTENCES[subject](facts, effect), effect };
    });
}

const SENTENCES: Record<Subject, (facts: ActivityFacts, effect: ForecastReason['effect']) => string> = {
  recency({ daysSinceActive, daysSinceAnswer, meanGapDays }) {
    if (daysSinceActive === null) {
      return daysSinceAnswer === null
        ? 'Has declined invitations, but never taken part.'
        : `Last joined an event or asked to connect ${formatDays(daysSinceAnswer)} ago.`;
    }
    const lastActive = `Last active ${formatDays(daysSinceActive)} ago`;
    return meanGapDays === null
      ? `${lastActive}.`
      : `${lastActive}, with ${formatDays(meanGapDays)} between visits on average.`;
  },
  quarter: ({ activities90, answers90 }) =>
    activities90 === 0
      ? noActivity('the last 90 days', answers90)
      : `Active ${formatTimes(activities90)} in the last 90 days.`,
  year: ({ monthsActive, activities365, answers365 }) =>
    activities365 === 0
      ? noActivity('the last year', answers365)
      : `Active ${formatTimes(activities365)} in the last year, in ${String(monthsActive)} of its months.`,
  posts: ({ posts90 }) =>
    posts90 === 0 ? 'No post in the last 90 days.' : `Posted ${formatTimes(posts90)} in the last 90 days.`,
  connections: ({ connections90 }) =>
    connections90 === 0
      ? 'No new connection in the last 90 days.'
      : `Connected or asked to connect ${formatTimes(connections90)} in the last 90 days.`,
  age: ({ daysSinceFirst }) =>
    daysSinceFirst === null ? 'Not active yet.' : `First active ${formatDays(daysSinceFirst)} ago.`,
  declined: ({ declined }) =>
    declined === 0 ? 'Has never declined an invitation.' : `Declined invitations ${formatTimes(declined)}.`,
  season: (_, effect) =>
    `People are ${effect === 'raises' ? 'more' : 'less'} active than usual at this time of year.`,
};

/** The reason that names what a user did in the last 90 days. */
export function quarterReason(facts: ActivityFacts, effect: ForecastReason['effect']): ForecastReason {
  return { text: SENTENCES.quarter(facts, effect), effect };
}

function noActivity(period: string, answers: number): string {
  return answers === 0
    ? `No activity in ${period}.`
    : `Joined events or asked to connect ${formatTimes(answers)} in ${period}.`;
}

function formatDays(count: number): string {
  const rounded = Math.round(count);
  if (rounded < 1) return 'less than a day';
  return rounded === 1 ? 'a day' : `${String(rounded)} days`;
}

function formatTimes(count: number): string {
  return count === 1 ? 'once' : `${String(count)} times`;
}
