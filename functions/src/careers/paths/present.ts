import type { TitleNames } from './candidates.ts';
import type { MissingSkill, PathDetail } from './detail.ts';
import type { RankedTitle } from './rank.ts';

/** A skill that those on a path have, and the requester has not: a recommendation. */
interface PathSkill {
  id: string;
  name: string;
  /** Why it is recommended, in a sentence. */
  reason: string;
}

/** A position that may come next. */
export interface CareerPath {
  /** As most people write it. */
  title: string;
  /** From 0 to 1; all that may come together have 1. */
  probability: number;
  /** Those who held the same title as the requester and went there; null when they are too few to be shown. */
  alumni: {
    /** For administrators exact, otherwise rounded to fives. */
    people: number;
    share: number;
    /** How long they held the title before, at the median, in months; otherwise rounded to half years. */
    medianMonths: number | null;
  } | null;
  /** The skills that separate the requester from those who are there, the most telling first. */
  skills: PathSkill[];
}

/** Fewer people than this are shown to nobody but administrators. */
const FEWEST = 5;

/** Skills that are shown for a path. */
const SHOWN_SKILLS = 5;

const DAYS_OF_MONTH = 365.25 / 12;

/**
 * What the requester may see of a path; null for one that would tell of a few people.
 *
 * To everybody but administrators a title is shown only if at least five people hold or held it, or if the taxonomy
 * has it, and a figure only if it is of at least five people. Figures are rounded to fives, and shares are of
 * rounded figures, so what changes from one night to the next, or between a group and the group without somebody,
 * does not tell what one person did.
 */
export function presentPath(
  { key, probability }: RankedTitle,
  names: TitleNames | undefined,
  detail: PathDetail | undefined,
  exact: boolean,
): CareerPath | null {
  if (names === undefined || (!exact && names.taxonomyName === null && rounded(names.people) < FEWEST))
    return null;
  const title = !exact && names.people < FEWEST ? (names.taxonomyName ?? key) : names.name;
  return {
    title,
    probability: exact ? probability : Math.round(probability * 100) / 100,
    alumni: detail === undefined ? null : alumniOf(detail, exact),
    skills: (detail?.skills ?? [])
      .flatMap((skill) => presentSkill(skill, title, exact) ?? [])
      .slice(0, SHOWN_SKILLS),
  };
}

function alumniOf({ people, all, medianDays }: PathDetail, exact: boolean): CareerPath['alumni'] {
  if (exact) {
    return people === 0
      ? null
      : {
          people,
          share: people / all,
          medianMonths: medianDays === null ? null : Math.round(medianDays / DAYS_OF_MONTH),
        };
  }
  const [shown, of] = [rounded(people), rounded(all)];
  if (shown < FEWEST) return null;
  const halfYears = medianDays === null ? null : Math.round(medianDays / DAYS_OF_MONTH / 6) * 6;
  return { people: shown, share: Math.min(1, Math.round((shown / of) * 100) / 100), medianMonths: halfYears };
}

function presentSkill(
  { id, name, people, all, needed }: MissingSkill,
  title: string,
  exact: boolean,
): PathSkill | null {
  const [having, of] = exact ? [people, all] : [rounded(people), rounded(all)];
  if (having > 0) {
    const share = Math.min(100, Math.round((100 * having) / of));
    return { id, name, reason: `${String(share)} % of those who are or were ${title} have it.` };
  }
  return needed ? { id, name, reason: `The work of ${title} calls for it.` } : null;
}

/** Down to the next five: fewer than five are none. */
function rounded(people: number): number {
  return Math.floor(people / FEWEST) * FEWEST;
}
