import { DAY_MS, WEEK_MS } from '../../learning/calendar.ts';
import { trainConditionalLogit, type TrainingCase } from '../../learning/trainConditionalLogit.ts';
import type { Sql } from '../../platform/postgres.ts';
import { preferencesOf, readFeedback, type Preference } from '../feedback/feedbackHistory.ts';
import {
  constrainWeights,
  DEFAULT_WEIGHTS,
  rowToWeights,
  signalsSchema,
  signalsToRow,
  userRankingModel,
} from './userSignals.ts';

/** How much feedback is used, and how old it may be. */
const MAX_FEEDBACK = 50_000;
const FEEDBACK_AGE_MS = 365 * DAY_MS;

/** People who were shown within this time of each other are alternatives. */
const WINDOW_MS = WEEK_MS;

/**
 * Trains the ranking of people on feedback: who was opened or accepted when recommended, against the others shown on
 * the same days who were not, by the signals of that time. trainConditionalLogit.ts says when a version is adopted.
 *
 * @returns whether a version was adopted
 */
export async function trainUserRanking(sql: Sql, now: Date): Promise<boolean> {
  const since = new Date(now.getTime() - FEEDBACK_AGE_MS);
  const feedback = await readFeedback(sql, 'user', since, MAX_FEEDBACK);
  const cases = preferencesOf(feedback, WINDOW_MS)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .flatMap((preference) => toTrainingCase(preference) ?? []);
  return trainConditionalLogit(sql, now, cases, {
    model: userRankingModel,
    weightsInUse: signalsToRow((await userRankingModel.inUse(sql)).parameters),
    priorWeights: signalsToRow(DEFAULT_WEIGHTS),
    constrain: constrainWeights,
    toParameters: rowToWeights,
  });
}

/** The baseline is similarity alone. Null if the signals are unknown or there was no alternative. */
function toTrainingCase({ chosen, others }: Preference): TrainingCase | null {
  const [first, ...rest] = [chosen, ...others].map(({ signals }) => {
    const { success, data } = signalsSchema.safeParse(signals);
    return success ? Float64Array.from(signalsToRow(data)) : null;
  });
  const alternatives = rest.filter((row) => row !== null);
  if (first == null || alternatives.length === 0) return null;
  const rows = [first, ...alternatives];
  return {
    choice: { alternatives: rows, chosen: 0 },
    baseline: { alternatives: rows.map((row) => row.slice(0, 1)), chosen: 0 },
  };
}
