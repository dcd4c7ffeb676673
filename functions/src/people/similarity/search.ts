import type { Sql } from '../../platform/postgres.ts';
import type { Requester } from './requester.ts';
import { bestCandidates, type Candidate, type Filter } from './candidates.ts';
import { expectedScore } from './expected.ts';
import { boundOfUnseen, planFor, ROUNDING } from './plan.ts';

/** So many standard deviations more people are expected than asked for, so that seldom fewer are there. */
const SAFETY = 1;

/** How much more people are expected when fewer were there than expected. */
const FEWER = 2;

/** For a list of more than this part of everybody, leaving people out takes longer than scoring them. */
const GOOD_PART = 0.2;

/**
 * The people most like the requester, the most alike first; equal scores in the order of their ids. Exactly
 * those that scoring everybody would give, found without scoring everybody: the traits of the requester are
 * read from the rarest on, until nobody who shares only the others can reach the list (the idea of MaxScore,
 * Turtle and Flood, 1995). Who shares nothing is not in the list, unless the filter names them.
 */
export async function mostAlike(
  sql: Sql,
  requester: Requester,
  filter: Filter,
  limit: number,
): Promise<Candidate[]> {
  if (filter.candidates !== null) {
    const plan = { driving: [], checking: [], rest: requester.traits, everybody: false };
    return bestCandidates(sql, requester, filter, plan, { limit, floor: 0 });
  }
  if (limit > requester.everybody * GOOD_PART) {
    const plan = { driving: requester.traits, checking: [], rest: [], everybody: requester.hasVector };
    const list = await bestCandidates(sql, requester, filter, plan, { limit, floor: 0 });
    return list.filter((candidate) => candidate.score > 0);
  }
  const expected = expectedThresholds(requester, limit);
  const first = expected.next().value ?? 0;
  let plan = planFor(requester, first);
  // Fewer pass a filter, so that the last of the list scores less than expected.
  let floor = filter.department === null && filter.role === null ? first : 0;
  for (;;) {
    const list = await bestCandidates(sql, requester, filter, plan, { limit, floor: floor - ROUNDING });
    const threshold = list.length < limit ? 0 : (list.at(-1)?.score ?? 0);
    // Who was left out for the floor might be better than the last of the list when that lies below it: less
    // was expected too much, or somebody who was in the last list has been deleted since.
    const nobodyLeftOut = floor === 0 || threshold >= floor - ROUNDING;
    const nobodyUnseen = plan.everybody || boundOfUnseen(requester, plan) < threshold - ROUNDING;
    if (nobodyLeftOut && nobodyUnseen) return list.filter((candidate) => candidate.score > 0);
    // A list that is too short says nothing about what to read until all candidates were looked at.
    const tooShort = !nobodyLeftOut && threshold === 0;
    floor = tooShort ? (expected.next().value ?? 0) : threshold;
    if (!tooShort || floor > 0) plan = planFor(requester, floor);
  }
}

/** What the last of the list may score, the most first. */
function* expectedThresholds(requester: Requester, limit: number): Generator<number, undefined> {
  const enough = limit + SAFETY * Math.sqrt(limit);
  yield expectedScore(requester, enough);
  yield expectedScore(requester, FEWER * enough);
}
