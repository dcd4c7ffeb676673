import type { SearchPlan } from './mostSimilar.ts';
import type { Requester } from './readRequester.ts';
import { ScoreDistribution } from './scoreDistribution.ts';
import { requiredSkillScore, similarityScore } from './similarityScore.ts';
import { isEvent, isSkillOrInterest, maxTotal, type Trait } from './trait.ts';

/** Larger events say little and are read last. */
const MAX_SMALL_EVENT_PEOPLE = 10_000;

/** Looking up a candidate's non-essential traits costs as much as reading this many rows of a skill. */
const ROWS_PER_LOOK_UP = 18;

/** Scores computed in SQL and in TypeScript may differ by this much. */
export const ROUNDING = 1e-9;

/** The cheapest plan that finds everyone who scores at least `threshold`. */
export function planSimilarityQuery(requester: Requester, threshold: number): SearchPlan {
  // Small events first: nothing separates candidates better.
  const traits = requester.traits.toSorted((a, b) => Number(isSmallEvent(b)) - Number(isSmallEvent(a)));
  // Small events are always essential: as non-essential ones they would have to be looked up for every candidate.
  const minEssential = traits.filter(isSmallEvent).length;
  let count = traits.length;
  while (count > minEssential && scoreBound(requester, traits.slice(count - 1)) < threshold - ROUNDING) {
    count -= 1;
  }
  const essential = traits.slice(0, count);
  const others = traits.slice(count);
  const checked = chooseChecked(requester, threshold, essential, others);
  const nonEssential = others.filter((trait) => !checked.includes(trait));
  // The same rounding as above, otherwise the search could neither extend the plan nor finish.
  const includeAllEmbedded = count === traits.length && scoreBound(requester, []) >= threshold - ROUNDING;
  return { essential, checked, nonEssential, includeAllEmbedded };
}

/**
 * The skills whose reading costs less than it saves. Reading a skill costs its rows, and spares looking up candidates
 * who would only reach the list with it. Candidates are assumed to share one event.
 */
function chooseChecked(
  requester: Requester,
  threshold: number,
  essential: Trait[],
  others: Trait[],
): Trait[] {
  const knownScores = new ScoreDistribution(
    essential.filter(isSkillOrInterest),
    requester.population,
    requester.traits.filter(isSkillOrInterest),
  );
  const maxOtherEvents = maxTotal(others, isEvent);
  const candidates = essential.filter(isEvent).map(({ people, weight }) => ({
    people,
    required: requiredSkillScore(threshold, {
      coAttendance: weight + maxOtherEvents,
      attendanceSimilarity: 0,
    }),
  }));
  const skills = others.filter(({ kind }) => kind === 'skill');
  let unknownScore = maxTotal(others, isSkillOrInterest);
  let rows = 0;
  const currentCost = (): number =>
    candidates.reduce(
      (sum, { people, required }) =>
        sum + ROWS_PER_LOOK_UP * people * knownScores.shareAtLeast(required - unknownScore),
      rows,
    );
  let best = { checked: 0, cost: currentCost() };
  for (const [index, skill] of skills.entries()) {
    rows += skill.people;
    if (rows >= best.cost) break;
    knownScores.add(skill);
    unknownScore -= skill.weight;
    const cost = currentCost();
    if (cost < best.cost) best = { checked: index + 1, cost };
  }
  return skills.slice(0, best.checked);
}

function isSmallEvent(trait: Trait): boolean {
  return isEvent(trait) && trait.people <= MAX_SMALL_EVENT_PEOPLE;
}

/** The highest score of anyone who is not a candidate under this plan. */
export function boundOfUnseen(requester: Requester, { checked, nonEssential }: SearchPlan): number {
  return scoreBound(requester, [...checked, ...nonEssential]);
}

/** The highest score of anyone who shares only these traits, whatever their attendance similarity. */
function scoreBound({ hasEmbedding }: Requester, traits: Trait[]): number {
  return similarityScore({
    skillScore: maxTotal(traits, isSkillOrInterest),
    coAttendance: maxTotal(traits, isEvent),
    attendanceSimilarity: hasEmbedding ? 1 : 0,
  });
}
