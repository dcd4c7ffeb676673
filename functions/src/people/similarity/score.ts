/**
 * How alike two people are, from what they share.
 *
 * - *Talents*: each shared skill counts the square of its rarity, as far as {@link atLevel} says; each skill
 *   that both name in their posts counts half the square of its rarity there. (Squared, since it is rare
 *   for both: so it is in the product of two tf-idf vectors.)
 * - *Meetings*: each event that both attend counts its rarity, so a small one more than a large one.
 * - *Crowd*: the cosine of their vectors in `attendance_embeddings`, from 0 to 1. It tells people apart who never
 *   met, and stands in where meetings say less.
 *
 * The score is between 0 and 1: `⅓ · talents / (talents + 150) + ⅔ · max(meetings / (meetings + 10), ¼ · crowd)`.
 * The constants were chosen on past events of real people (`npm run eval -- people`): declared interests
 * alone hardly tell who will meet, so what people do counts more. The score grows with each of the three,
 * which is what lets the search leave people out unseen.
 */
export interface Evidence {
  talents: number;
  meetings: number;
  crowd: number;
}

const TALENTS_SHARE = 1 / 3;
const MEETINGS_SHARE = 2 / 3;
/** Evidence that is worth half of its share. */
const HALF_TALENTS = 150;
const HALF_MEETINGS = 10;
/** What a crowd in common is worth at most, as a part of the meetings' share. */
const CROWD = 0.25;

/** Where a profile does not say the level of a skill. */
export const UNKNOWN_LEVEL = 3;

export function score({ talents, meetings, crowd }: Evidence): number {
  return (
    TALENTS_SHARE * (talents / (talents + HALF_TALENTS)) +
    MEETINGS_SHARE * Math.max(meetings / (meetings + HALF_MEETINGS), CROWD * crowd)
  );
}

/** The talents with which the others make this score; infinite when none do. */
export function talentsFor(wanted: number, others: Omit<Evidence, 'talents'>): number {
  const part = (wanted - score({ talents: 0, ...others })) / TALENTS_SHARE;
  return part < 1 ? (HALF_TALENTS * part) / (1 - part) : Infinity;
}

/** What sharing a skill counts at the highest level, of `everybody`, when so many people have it. */
export function skillWeight(people: number, everybody: number): number {
  return exact(rarity(people, everybody) ** 2);
}

/** What it counts that both name a skill in their posts, when so many people do. */
export function interestWeight(people: number, everybody: number): number {
  return skillWeight(people, everybody) / 2;
}

/** What sharing an event counts, when so many people attend it. */
export function eventWeight(people: number, everybody: number): number {
  return exact(rarity(people, everybody));
}

/** A smoothed inverse document frequency (Spärck Jones, 1972), as a natural logarithm. */
function rarity(people: number, everybody: number): number {
  return Math.log(1 + everybody / Math.max(people, 1));
}

/** A shared skill counts half of its weight for having it, and half for the level, from 1 to 5, that both reach. */
export function atLevel(weight: number, level: number): number {
  return (weight * (5 + level)) / 10;
}

/**
 * Rounds a weight to a multiple of 10 / 2^34. Sums of these, and of their tenths at a level, are exact in
 * whatever order they are added: so who shares as much has the same score.
 */
function exact(weight: number): number {
  return (Math.round((weight * 2 ** 34) / 10) * 10) / 2 ** 34;
}
