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

/** … or this many times the rows that make the candidates: verifying all of those costs far more. */
const CHECKED_SHARE = 3;

/** An event that more people attend says little, and is read last. */
const SHORT_EVENT = 10_000;

/** Of the asker's talents, what a good match shares; decides only how the first pass begins. */
const EXPECTED_SHARE = 0.15;

/** For a list of more than this part of everybody, leaving people out takes longer than scoring them. */
const GOOD_PART = 0.2;

/** As many times the people who are asked for have to be expected, so that seldom fewer are there. */
const SAFE = 1.15;

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
  if (limit > asker.everybody * GOOD_PART) {
    const plan = { driving: asker.traits, checking: [], rest: [], everybody: asker.hasVector };
    const list = await bestCandidates(sql, asker, filter, plan, { limit, floor: 0 });
    return list.filter((candidate) => candidate.score > 0);
  }
  const expected = expectedThresholds(asker, limit);
  let plan = planFor(asker, expected[0] ?? 0);
  // Fewer pass a filter, so that the last of the list scores less than expected.
  let floor = filter.department === null && filter.role === null ? (expected.shift() ?? 0) : 0;
  for (;;) {
    const list = await bestCandidates(sql, asker, filter, plan, { limit, floor: floor - ROUNDING });
    const threshold = list.length < limit ? 0 : (list.at(-1)?.score ?? 0);
    // Who was left out for the floor might be better than the last of the list when that lies below it: less
    // was expected too much, or somebody who was in the last list has been deleted since.
    const nobodyLeftOut = floor === 0 || threshold >= floor - ROUNDING;
    const nobodyUnseen = plan.everybody || boundOfUnseen(asker, plan) < threshold - ROUNDING;
    if (nobodyLeftOut && nobodyUnseen) return list.filter((candidate) => candidate.score > 0);
    // A list that is too short says nothing about what to read until all candidates were looked at.
    const tooShort = !nobodyLeftOut && threshold === 0;
    floor = tooShort ? (expected.shift() ?? 0) : threshold;
    if (!tooShort || floor > 0) plan = planFor(asker, floor);
  }
}

/**
 * What the last of the list may score, the most first: as many events in common as enough people share by mere
 * chance; or the asker's rarest event, and some talents.
 */
function expectedThresholds({ traits, everybody }: Asker, limit: number): number[] {
  const events = traits.filter(isEvent);
  // How many people share this many of the events, if everybody chose theirs regardless of the others.
  const sharing = [everybody, ...events.map(() => 0)];
  for (const [index, { people }] of events.entries()) {
    for (let many = index + 1; many > 0; many -= 1) {
      sharing[many] = (sharing[many] ?? 0) + ((sharing[many - 1] ?? 0) * people) / everybody;
    }
  }
  const many = sharing.findLastIndex((people) => people >= SAFE * limit);
  const commonest = events.slice(events.length - Math.max(many, 0));
  return [
    { talents: 0, meetings: total(commonest, isEvent), crowd: 0 },
    { talents: EXPECTED_SHARE * total(traits, isTalent), meetings: events[0]?.weight ?? 0, crowd: 0 },
  ]
    .map(score)
    .sort((a, b) => b - a);
}

/** Reads as few traits as may do when the last of the list scores this much. */
function planFor(asker: Asker, threshold: number): Plan {
  // All but the largest events first: nothing else sets candidates so far apart from the others.
  const traits = asker.traits.toSorted((a, b) => Number(isShortEvent(b)) - Number(isShortEvent(a)));
  // Leaving out one of those would leave open for every candidate whether they attend it, which costs far more.
  const short = traits.filter(isShortEvent).length;
  let count = traits.length;
  while (count > short && unseen(asker, traits.slice(count - 1)) < threshold - ROUNDING) count -= 1;
  const driving = traits.slice(0, count);
  const others = traits.slice(count);

  // Most candidates share one event: read on until that, and what is left, is too little.
  const event = total([...driving.filter(isEvent).slice(0, 1), ...others], isEvent);
  const checking: Trait[] = [];
  let rest = others;
  let read = 0;
  const readable = Math.max(CHECKED, CHECKED_SHARE * driving.reduce((rows, { people }) => rows + people, 0));
  for (const trait of others) {
    const open = score({ talents: total(rest, isTalent), meetings: event, crowd: 0 });
    read += trait.people;
    if (open < threshold || read > readable) break;
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
