import type { Requester, Trait } from './requester.ts';
import { isEvent, isTalent, total, type Plan } from './candidates.ts';
import { InCommon } from './expected.ts';
import { score, talentsFor } from './score.ts';

/** An event that more people attend says little, and is read last. */
const SHORT_EVENT = 10_000;

/** To look at what a candidate has of the rest takes as long as to read so many rows of those who have a skill. */
const ROWS_A_CANDIDATE = 18;

/** Scores are computed by Postgres and here, whose sums may differ in the last digits. */
export const ROUNDING = 1e-9;

/** Reads as few traits as may do when the last of the list scores this much. */
export function planFor(requester: Requester, threshold: number): Plan {
  // All but the largest events first: nothing else sets candidates so far apart from the others.
  const traits = requester.traits.toSorted((a, b) => Number(isShortEvent(b)) - Number(isShortEvent(a)));
  // Leaving out one of those would leave open for every candidate whether they attend it, which costs far more.
  const short = traits.filter(isShortEvent).length;
  let count = traits.length;
  while (count > short && unseen(requester, traits.slice(count - 1)) < threshold - ROUNDING) count -= 1;
  const driving = traits.slice(0, count);
  const others = traits.slice(count);
  const checking = worthChecking(requester, threshold, driving, others);
  const rest = others.filter((trait) => !checking.includes(trait));
  // Rounded to the same side as above, or it would be neither driving nor everybody, for ever.
  const everybody = count === traits.length && unseen(requester, []) >= threshold - ROUNDING;
  return { driving, checking, rest, everybody };
}

/**
 * The skills to read so that the fewest rows are read in all: each costs its people, and spares looking at
 * candidates who could reach the list if they had it. Most candidates share one event.
 */
function worthChecking(requester: Requester, threshold: number, driving: Trait[], others: Trait[]): Trait[] {
  const known = new InCommon(
    driving.filter(isTalent),
    requester.everybody,
    requester.traits.filter(isTalent),
  );
  const meetings = total(others, isEvent);
  const candidates = driving.filter(isEvent).map(({ people, weight }) => ({
    people,
    needed: talentsFor(threshold, { meetings: weight + meetings, crowd: 0 }),
  }));
  const skills = others.filter(({ kind }) => kind === 'skill');
  let unknown = total(others, isTalent);
  let rows = 0;
  const costNow = (): number =>
    candidates.reduce(
      (sum, { people, needed }) => sum + ROWS_A_CANDIDATE * people * known.atLeast(needed - unknown),
      rows,
    );
  let best = { checked: 0, cost: costNow() };
  for (const [index, skill] of skills.entries()) {
    rows += skill.people;
    if (rows >= best.cost) break;
    known.add(skill);
    unknown -= skill.weight;
    const cost = costNow();
    if (cost < best.cost) best = { checked: index + 1, cost };
  }
  return skills.slice(0, best.checked);
}

function isShortEvent(trait: Trait): boolean {
  return isEvent(trait) && trait.people <= SHORT_EVENT;
}

/** What somebody can score at most whom the plan does not see. */
export function boundOfUnseen(requester: Requester, { checking, rest }: Plan): number {
  return unseen(requester, [...checking, ...rest]);
}

/** What somebody can score at most who shares none but these traits, and whose crowd is not known. */
function unseen({ hasVector }: Requester, traits: Trait[]): number {
  const crowd = hasVector ? 1 : 0;
  return score({ talents: total(traits, isTalent), meetings: total(traits, isEvent), crowd });
}
