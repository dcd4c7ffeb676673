import type { Sql } from '../../platform/postgres.ts';
import type { Asker, Trait } from './asker.ts';
import {
  bestCandidates,
  isEvent,
  isTalent,
  total,
  type Candidate,
  type Filter,
  type Plan,
} from './candidates.ts';
import { score } from './score.ts';

/** Rows of skills that are read to check candidates; more cost more than they spare. */
const CHECKED = 3000;

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
    const plan = { driving: [], checking: [], rest: asker.traits, everybody: false };
    return bestCandidates(sql, asker, filter, plan, { limit, floor: 0 });
  }
  const expected = expectedThreshold(asker);
  let plan = planFor(asker, expected);
  // Fewer pass a filter, so that the last of the list scores less than expected.
  let floor = filter.department === null && filter.role === null ? expected : 0;
  for (;;) {
    const list = await bestCandidates(sql, asker, filter, plan, { limit, floor: floor - ROUNDING });
    const threshold = list.length < limit ? 0 : (list.at(-1)?.score ?? 0);
    // Who was left out for the floor might be better than the last of the list when that lies below it: less
    // was expected too much, or somebody who was in the last list has been deleted since.
    const nobodyLeftOut = floor === 0 || threshold >= floor - ROUNDING;
    const nobodyUnseen = plan.everybody || boundOfUnseen(asker, plan) < threshold - ROUNDING;
    if (nobodyLeftOut && nobodyUnseen) return list.filter((candidate) => candidate.score > 0);
    // A list that is too short says nothing about what to read until all candidates were looked at.
    if (nobodyLeftOut || threshold > 0) plan = planFor(asker, threshold);
    floor = threshold;
  }
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
function unseen({ hasVector }: Asker, traits: Trait[]): number {
  const crowd = hasVector ? 1 : 0;
  return score({ talents: total(traits, isTalent), meetings: total(traits, isEvent), crowd });
}
