import { z } from 'zod';
import { share } from '../../platform/output.ts';
import type { NextTitle } from './rankNextTitles.ts';
import type { MissingSkill, PathStatistics } from './readPathStatistics.ts';
import type { TitleNames } from './titleNames.ts';

/** Smaller groups are disclosed to administrators only; counts are rounded down to multiples of it. */
const MIN_GROUP = 5;

/** Skills shown per path. */
const MAX_SKILLS = 5;

const DAYS_PER_MONTH = 365.25 / 12;

const pathSkill = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    reason: z.string().describe('Why to acquire it, in a sentence to show to the user.'),
  })
  .meta({ id: 'PathSkill', description: 'A skill that people with a title have and the person lacks.' });

const alumni = z
  .strictObject({
    people: z
      .int()
      .positive()
      .describe('How many they are; unless an administrator asks, rounded down to a multiple of five.'),
    share: share.describe('The share of all who held the title and moved on that moved to this one.'),
    medianMonths: z
      .int()
      .nonnegative()
      .nullable()
      .describe(
        'The median of how long they held the earlier title, in months; unless an administrator asks, rounded to half years. Null if unknown.',
      ),
  })
  .meta({ id: 'PathAlumni', description: 'People who held the person’s title and moved to this one.' });

export const careerPath = z
  .strictObject({
    title: z.string().describe('In its most common spelling.'),
    probability: share.describe(
      'From 0 to 1. Those of all possible positions sum to 1, but not all are listed.',
    ),
    alumni: alumni.nullable().describe('Null if there are none, or too few to be shown.'),
    skills: z
      .array(pathSkill)
      .max(MAX_SKILLS)
      .describe('Skills that people with this title have and the person lacks, the most distinctive first.'),
  })
  .meta({ id: 'CareerPath', description: 'A possible next position.' });

type PathSkill = z.infer<typeof pathSkill>;
type CareerPath = z.infer<typeof careerPath>;

/**
 * The part of a path that the requester may see; null if it would reveal something about a few people.
 *
 * Except to administrators, a title is disclosed only if at least five people hold or held it or the taxonomy has it, and
 * a figure only if it covers at least five people. Counts are rounded down to multiples of five, and shares are computed
 * from rounded counts, so that differences between two nights, or between a group with and without one person, do not
 * reveal what that person did.
 */
export function toCareerPath(
  { key, probability }: NextTitle,
  names: TitleNames | undefined,
  statistics: PathStatistics | undefined,
  isExact: boolean,
): CareerPath | null {
  if (names === undefined) return null;
  if (!isExact && names.taxonomyName === null && roundDown(names.people) < MIN_GROUP) return null;
  const title = !isExact && names.people < MIN_GROUP ? (names.taxonomyName ?? key) : names.name;
  return {
    title,
    probability: isExact ? probability : roundToPercent(probability),
    alumni: statistics === undefined ? null : toAlumni(statistics, isExact),
    skills: (statistics?.skills ?? [])
      .flatMap((skill) => toPathSkill(skill, title, isExact) ?? [])
      .slice(0, MAX_SKILLS),
  };
}

function toAlumni({ people, total, medianDays }: PathStatistics, isExact: boolean): CareerPath['alumni'] {
  const months = medianDays === null ? null : medianDays / DAYS_PER_MONTH;
  if (isExact) {
    if (people === 0) return null;
    return { people, share: people / total, medianMonths: months === null ? null : Math.round(months) };
  }
  const [shownPeople, shownTotal] = [roundDown(people), roundDown(total)];
  if (shownPeople < MIN_GROUP) return null;
  return {
    people: shownPeople,
    share: Math.min(1, roundToPercent(shownPeople / shownTotal)),
    medianMonths: months === null ? null : Math.round(months / 6) * 6,
  };
}

function toPathSkill(
  { id, name, people, total, isRequired }: MissingSkill,
  title: string,
  isExact: boolean,
): PathSkill | null {
  const [holders, all] = isExact ? [people, total] : [roundDown(people), roundDown(total)];
  if (holders > 0) {
    const percent = Math.min(100, Math.round((100 * holders) / all));
    return { id, name, reason: `${String(percent)} % of people who are or were ${title} have it.` };
  }
  return isRequired ? { id, name, reason: `Work as ${title} requires it.` } : null;
}

function roundDown(people: number): number {
  return Math.floor(people / MIN_GROUP) * MIN_GROUP;
}

function roundToPercent(share: number): number {
  return Math.round(share * 100) / 100;
}
