import { similarStudents } from '../../functions/src/people/similarStudents.ts';
import { eventInsights } from '../../functions/src/insights/eventInsights.ts';
import { userAnalytics, type UserAnalytics } from '../../functions/src/insights/userAnalytics.ts';
import type { Callable, CallContext } from '../../functions/src/platform/callable.ts';
import { parseInput } from '../../functions/src/platform/input.ts';

interface Ranked {
  id: string;
  score: number;
}

/** Answers a question with a ranking. */
export type Kind = (context: CallContext, input: Record<string, unknown>, limit: number) => Promise<Ranked[]>;

/** What can be asked, by the callable's name. */
export const KINDS: Record<string, Kind> = {
  similarStudents: ranking(similarStudents, ({ students }) => students),
  // The events that share visitors with the one that is asked about, by the lower end of the lift's interval.
  eventInsights: ranking(eventInsights, ({ related }) => related.map(({ id, low }) => ({ id, score: low }))),
  // No ranking, but somebody's own figures by name.
  userAnalytics: ranking(userAnalytics, ownFigures),
};

/**
 * A callable's own handler as a kind.
 *
 * @param ranked takes the ranking out of the answer
 */
function ranking<Input extends { limit: number }, Output>(
  { definition }: Callable<Input, Output>,
  ranked: (answer: Output) => Ranked[],
): Kind {
  return async (context, input, limit) =>
    ranked(await definition.handle(context, { ...parseInput(definition.input, input), limit }));
}

function ownFigures({ streaks, month, year }: UserAnalytics): Ranked[] {
  const { percentile, ...lastMonth } = month;
  const figures = {
    percentile,
    currentStreak: streaks.current,
    longestStreak: streaks.longest,
    ...Object.fromEntries(Object.entries(lastMonth).map(([name, count]) => [`month.${name}`, count])),
    ...Object.fromEntries(Object.entries(year).map(([name, count]) => [`year.${name}`, count])),
  };
  return Object.entries(figures).map(([id, score]) => ({ id, score }));
}
