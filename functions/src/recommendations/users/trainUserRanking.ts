import type { Sql } from '../../platform/postgres.ts';
import { DAY_MS } from '../../learning/calendar.ts';
import { preferredOf, readJudged, type Judged } from '../feedback/feedbackHistory.ts';
import { trainConditionalLogit, type TrainingCase } from '../../learning/trainConditionalLogit.ts';
import { boundedRow, DEFAULT_WEIGHTS, rowOf, signalsSchema, userRankingModel } from './userSignals.ts';

/** What was recommended for so long, and so much of it at most. */
const JUDGED_MS = 365 * DAY_MS;
const JUDGEMENTS = 50_000;

/** People who were shown within so long are compared. */
const TOGETHER_MS = 7 * DAY_MS;

/**
 * Learns the weights of the ranker from feedback: who was opened or accepted when they were recommended, against the
 * others of those days who were not, by the signals of that time. Adopted as trainConditionalLogit.ts says.
 *
 * @returns whether a version was adopted.
 */
export async function fitUsers(sql: Sql, now: Date): Promise<boolean> {
  const judged = await readJudged(sql, 'user', new Date(now.getTime() - JUDGED_MS), JUDGEMENTS);
  const cases = preferredOf(judged, TOGETHER_MS)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .flatMap(({ chosen, others }) => caseOf(chosen, others) ?? []);
  return trainConditionalLogit(sql, now, cases, {
    model: userRankingModel,
    weightsInUse: rowOf((await userRankingModel.inUse(sql)).parameters),
    priorWeights: rowOf(DEFAULT_WEIGHTS),
    constrain: boundedRow,
    toParameters: ([similarity = 0, common = 0, classmate = 0]) => ({ similarity, common, classmate }),
  });
}

/** With plain similarity beside it; null where nothing is known of them, or there was nobody else. */
function caseOf(chosen: Judged, others: readonly Judged[]): TrainingCase | null {
  const [first, ...rest] = [chosen, ...others].map(({ signals }) => {
    const { success, data } = signalsSchema.safeParse(signals);
    return success ? Float64Array.from(rowOf(data)) : null;
  });
  const alternatives = rest.filter((row) => row !== null);
  if (first == null || alternatives.length === 0) return null;
  const rows = [first, ...alternatives];
  return {
    choice: { alternatives: rows, chosen: 0 },
    baseline: { alternatives: rows.map((row) => row.slice(0, 1)), chosen: 0 },
  };
}
