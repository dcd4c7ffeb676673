import type { Sql } from '../../platform/postgres.ts';
import { expectedScore } from './expectedScore.ts';
import { mostSimilar, type SimilarPerson } from './mostSimilar.ts';
import type { PersonFilter } from './personFilter.ts';
import { boundOfUnseen, planSimilarityQuery, ROUNDING } from './planSimilarityQuery.ts';
import type { Requester } from './readRequester.ts';

/** Standard deviations added to the expected number of people, so the first pass rarely finds too few. */
const SAFETY_DEVIATIONS = 1;

/** Factor on that number for the second attempt. */
const SECOND_ATTEMPT_FACTOR = 2;

/** For lists longer than this share of the population, pruning costs more than scoring everyone. */
const MAX_PRUNED_SHARE = 0.2;

/**
 * The people most similar to the requester, highest score first, ties by id. People who share nothing are not listed,
 * unless the filter names them.
 *
 * Gives exactly the result of scoring everyone, without doing so: a variant of MaxScore (Turtle and Flood, 1995) reads
 * the requester's traits from the rarest on until nobody who shares only the remaining ones can reach the list.
 */
export async function findSimilarPeople(
  sql: Sql,
  requester: Requester,
  filter: PersonFilter,
  limit: number,
): Promise<SimilarPerson[]> {
  if (filter.candidates !== null) {
    const plan = { essential: [], checked: [], nonEssential: requester.traits, includeAllEmbedded: false };
    return mostSimilar(sql, requester, filter, plan, { limit, minScore: 0 });
  }
  if (limit > requester.population * MAX_PRUNED_SHARE) return scoreEveryone(sql, requester, filter, limit);
  const expected = expectedThresholds(requester, limit);
  const first = expected.next().value ?? 0;
  let plan = planSimilarityQuery(requester, first);
  // With a filter fewer people qualify, so the last of the list scores less than expected.
  let minScore = filter.departmentKey === null && filter.role === null ? first : 0;
  for (;;) {
    const list = await mostSimilar(sql, requester, filter, plan, { limit, minScore: minScore - ROUNDING });
    const threshold = list.length < limit ? 0 : (list.at(-1)?.score ?? 0);
    // If the list ends below `minScore`, people who were pruned might belong in it: the expectation was too high, or
    // someone in the previous list has been deleted since.
    const nobodyPruned = minScore === 0 || threshold >= minScore - ROUNDING;
    const nobodyUnseen = plan.includeAllEmbedded || boundOfUnseen(requester, plan) < threshold - ROUNDING;
    if (nobodyPruned && nobodyUnseen) return withPositiveScore(list);
    // A list that is too short gives no threshold for a plan; first look at all candidates.
    const isTooShort = !nobodyPruned && threshold === 0;
    minScore = isTooShort ? (expected.next().value ?? 0) : threshold;
    if (!isTooShort || minScore > 0) plan = planSimilarityQuery(requester, minScore);
  }
}

async function scoreEveryone(
  sql: Sql,
  requester: Requester,
  filter: PersonFilter,
  limit: number,
): Promise<SimilarPerson[]> {
  const { traits, hasEmbedding } = requester;
  const plan = { essential: traits, checked: [], nonEssential: [], includeAllEmbedded: hasEmbedding };
  return withPositiveScore(await mostSimilar(sql, requester, filter, plan, { limit, minScore: 0 }));
}

function withPositiveScore(people: SimilarPerson[]): SimilarPerson[] {
  return people.filter(({ score }) => score > 0);
}

/** Estimates of the score of the last person in the list, highest first. */
function* expectedThresholds(requester: Requester, limit: number): Generator<number, undefined> {
  const people = limit + SAFETY_DEVIATIONS * Math.sqrt(limit);
  yield expectedScore(requester, people);
  yield expectedScore(requester, SECOND_ATTEMPT_FACTOR * people);
}
