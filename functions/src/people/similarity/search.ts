import type { Sql } from '../../platform/postgres.ts';
import type { Asker, Trait } from './asker.ts';
import { isEvent, isTalent, pass, total, type Candidate, type Filter, type Plan } from './candidates.ts';
import { score } from './score.ts';

/** Candidates that the first pass verifies, for each one that is asked for. */
const VERIFIED_FOR_EACH = 4;

/** The next pass verifies so many times more. */
const GROWTH = 8;

/** Rows of skills that are read to check candidates; more cost more than they spare. */
const CHECKED = 4500;

/** An event that more people attend says little, and is read last. */
const SHORT_EVENT = 10_000;

/** Of the asker's talents, what a good match shares; decides only how the first pass begins. */
const EXPECTED_SHARE = 0.15;

/** Scores are computed by Postgres and here, whose sums may differ in the last digits. */
const ROUNDING = 1e-9;

/**
 * The people most like the asker, the most alike first; equal scores in the order of their ids. Exactly
 * those that scoring everybody would give, found without scoring everybody: the traits of the asker are
 * read from the rarest on, until nobody who shares only the others can reach the list (the idea of MaxScore,
 * Turtle and Flood, 1995). Who shares nothing is not in the list, unless the filter names them.
 */
export async function mostAlike(sql: Sql, asker: Asker, filter: Filter, limit: number): Promise<Candidate[]> {
  if (filter.among !== null) {
    const plan = { driving: asker.traits, checking: [], rest: [], everybody: false };
    const all = filter.among.length;
    return best(
      (await pass(sql, asker, filter, plan, { limit: all, floor: 0, filterFirst: false })).found,
      limit,
    );
  }
  let threshold = 0;
  let verified = limit * VERIFIED_FOR_EACH;
  // Nearly everybody is a student: it is cheaper to leave the others out at the end, unless it turns out that
  // nearly everybody here is not.
  let filterFirst = filter.department !== null || filter.role !== null;
  let plan = planFor(asker, expectedThreshold(asker));
  for (;;) {
    const { found, refused, boundOfOthers } = await pass(sql, asker, filter, plan, {
      limit: verified,
      floor: threshold - ROUNDING,
      filterFirst,
    });
    const list = best(found, limit);
    // It may have fallen: who was in the last list may have been deleted since.
    threshold = list.length < limit ? 0 : (list.at(-1)?.score ?? 0);
    const complete = boundOfOthers === 0 || boundOfOthers < threshold - ROUNDING;
    const nobodyUnseen = plan.everybody || boundOfUnseen(asker, plan) < threshold - ROUNDING;
    if (complete && nobodyUnseen) return list.filter((candidate) => candidate.score > 0);
    filterFirst ||= refused > found.length;
    if (!complete) verified *= GROWTH;
    plan = planFor(asker, threshold);
  }
}

function best(candidates: Candidate[], limit: number): Candidate[] {
  return candidates.toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, limit);
}

/** About what the last of the list will score: the asker's rarest event in common, and some talents. */
function expectedThreshold({ traits }: Asker): number {
  const event = traits.find(isEvent);
  const talents = EXPECTED_SHARE * total(traits, isTalent);
  return score({ talents, meetings: event?.weight ?? 0, crowd: 0 });
}

/** Reads as few traits as may do when the last of the list scores this much. */
function planFor(asker: Asker, threshold: number): Plan {
  // All but the largest events first: nothing else sets candidates so far apart from the others.
  const traits = asker.traits.toSorted((a, b) => Number(isShortEvent(b)) - Number(isShortEvent(a)));
  let count = traits.length;
  while (count > 0 && unseen(asker, traits.slice(count - 1)) < threshold - ROUNDING) count -= 1;
  const driving = traits.slice(0, count);
  const others = traits.slice(count);

  // Most candidates share one event: read on until that, and what is left, is too little.
  const event = total([...driving.filter(isEvent).slice(0, 1), ...others], isEvent);
  const checking: Trait[] = [];
  let rest = others;
  let read = 0;
  for (const trait of others) {
    const open = score({ talents: total(rest, isTalent), meetings: event, crowd: 0 });
    read += trait.people;
    if (open < threshold || read > CHECKED) break;
    if (trait.kind !== 'skill') continue;
    checking.push(trait);
    rest = rest.filter((other) => other !== trait);
  }
  // Rounded to the same side as above, or it would be neither driving nor everybody, for ever.
  const everybody = count === traits.length && unseen(asker, []) >= threshold - ROUNDING;
  return { driving, checking, rest, everybody };
}

function isShortEvent(trait: Trait): boolean {
  return isEvent(trait) && trait.people <= SHORT_EVENT;
}

function boundOfUnseen(asker: Asker, { checking, rest }: Plan): number {
  return unseen(asker, [...checking, ...rest]);
}

/** What somebody can score at most who shares none but these traits, and whose crowd is not known. */
function unseen({ vector }: Asker, traits: Trait[]): number {
  const crowd = vector === null ? 0 : 1;
  return score({ talents: total(traits, isTalent), meetings: total(traits, isEvent), crowd });
}
