import { z } from 'zod';
import { rankTitles } from '../../functions/src/careers/paths/candidates.ts';
import { forecastOf } from '../../functions/src/engagement/forecast/forecast.ts';
import { readHistories } from '../../functions/src/engagement/forecast/history.ts';
import { readModel } from '../../functions/src/engagement/forecast/model.ts';
import { similarStudents } from '../../functions/src/people/similarStudents.ts';
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
  engagementForecast,
  careerPaths,
};

/**
 * The candidates (without any, everybody) by how likely they are to be active within so many days, which is their
 * score. Nobody when there is too little history to say.
 */
async function engagementForecast(
  { sql, now, among }: CallContext,
  input: Record<string, unknown>,
  limit: number,
): Promise<Ranked[]> {
  const { days } = parseInput(z.strictObject({ days: z.literal([30, 60]).default(60) }), input);
  const model = await readModel(sql);
  if (model === null) return [];
  return (await readHistories(sql, now, among))
    .map((known) => ({
      id: known.id,
      score: forecastOf(model, known, now)[days === 30 ? 'within30Days' : 'within60Days'],
    }))
    .sort((a, b) => b.score - a.score)
    .slice(0, limit);
}

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

/**
 * Titles by how likely they are to come next for the user. Candidates are titles, however they are written;
 * without any, the ids are titles as most people write them.
 */
async function careerPaths(
  { uid, sql, now, among }: CallContext,
  input: Record<string, unknown>,
  limit: number,
): Promise<Ranked[]> {
  parseInput(z.strictObject({}), input);
  const ranked = await rankTitles(sql, now, uid, among);
  return ranked.map(({ title, probability }) => ({ id: title, score: probability })).slice(0, limit);
}
