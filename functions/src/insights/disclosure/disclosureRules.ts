/**
 * What non-administrators may learn from counts of people. Nothing they see, and no difference between two figures
 * they see, concerns fewer than five people:
 *
 * 1. Small groups: a group of fewer than five is not shown.
 * 2. Complementary suppression: where a total is shown with its parts, the parts left out add up to nobody or to at
 *    least five people; otherwise the smallest part that could be shown is left out too.
 * 3. Rounding: counts are rounded to multiples of five, and everything else is derived from rounded counts: shares,
 *    growth, lift and its interval, the order of lists.
 * 4. No composed groups: the only filters are department, skill, calendar month and event.
 * 5. Closed months: a month is shown once it is closed and then no longer changes, so two answers cannot differ by
 *    what one person did in between. See disclosedMonth.ts.
 *
 * Administrators see exact counts.
 */
import type { AnySql, Fragment } from '../../platform/postgres.ts';
import type { Viewer } from './disclosureViewer.ts';

/** The smallest group that may be shown to non-administrators, and the unit that counts are rounded to. */
export const MIN_GROUP_SIZE = 5;

/** A count as the viewer may see it; null if it may not be shown (rules 1 and 3). */
export function discloseCount(
  viewer: Viewer,
  people: number,
  isShown = people >= MIN_GROUP_SIZE,
): number | null {
  if (viewer.exact) return people;
  return isShown ? Math.round(people / MIN_GROUP_SIZE) * MIN_GROUP_SIZE : null;
}

/** {@link discloseCount} as SQL of type double precision. */
export function discloseCountSql(sql: AnySql, viewer: Viewer, people: Fragment, shown?: Fragment): Fragment {
  if (viewer.exact) return sql`${people}::float8`;
  const isShown = shown ?? sql`${people} >= ${MIN_GROUP_SIZE}`;
  return sql`(case when ${isShown} then round(${people} / ${MIN_GROUP_SIZE}::numeric) * ${MIN_GROUP_SIZE} end)::float8`;
}

/**
 * {@link discloseCount} for groups that contain each other, smallest first. When neighbours differ by fewer than five
 * people, only the smaller is shown.
 */
export function discloseNestedCounts(viewer: Viewer, counts: number[]): (number | null)[] {
  let lastShown = 0;
  return counts.map((people) => {
    if (viewer.exact) return people;
    if (people - lastShown < MIN_GROUP_SIZE) return null;
    lastShown = people;
    return discloseCount(viewer, people);
  });
}

/**
 * Whether a part of a total may be shown (rules 1 and 2), as a window expression over a query with one row per part.
 *
 * @param people the part's count
 * @param whole the total, which may exceed the sum of the parts
 * @param partition distinguishes one total from another
 * @param order breaks ties between parts of equal size
 */
export function isPartShownSql(
  sql: AnySql,
  { people, whole, partition, order }: Record<'people' | 'whole' | 'partition' | 'order', Fragment>,
): Fragment {
  const isLarge = sql`${people} >= ${MIN_GROUP_SIZE}`;
  return sql`(
    ${isLarge}
    and not (
      ${whole} - sum(${people}) filter (where ${isLarge}) over (partition by ${partition})
        between 1 and ${MIN_GROUP_SIZE - 1}
      and row_number() over (partition by ${partition}, ${isLarge} order by ${people}, ${order}) = 1
    ))`;
}
