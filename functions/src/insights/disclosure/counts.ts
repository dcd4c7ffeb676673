/**
 * What people who are no administrators learn of counts of people, so that none of it, and no difference of two
 * such figures, is about fewer than five:
 *
 * 1. A group of fewer than five is not shown.
 * 2. Where a whole is shown beside its parts, the parts that are left out are five people together, or nobody:
 *    otherwise the smallest that could be shown is left out, too (complementary suppression).
 * 3. Counts are rounded to multiples of five, and everything else is computed of rounded counts: shares, growth,
 *    lift and its interval, and the order of a list.
 * 4. Groups cannot be composed: there are departments, skills, calendar months and events, and no other filters.
 * 5. Months are shown once they are closed, and what they show stays: two answers do not differ by what one
 *    person has done between them.
 */
import type { AnySql, Fragment } from '../../platform/postgres.ts';
import type { Viewer } from './viewer.ts';

/** The fewest people that a figure for others may be about, and what counts are rounded to. */
export const SMALLEST_GROUP = 5;

/** A count as this viewer sees it; null for one that is not shown. */
export function seen(viewer: Viewer, people: number, shown = people >= SMALLEST_GROUP): number | null {
  if (viewer.exact) return people;
  return shown ? Math.round(people / SMALLEST_GROUP) * SMALLEST_GROUP : null;
}

/** {@link seen} as SQL, of type double precision. */
export function seenSql(sql: AnySql, viewer: Viewer, people: Fragment, shown?: Fragment): Fragment {
  if (viewer.exact) return sql`${people}::float8`;
  const may = shown ?? sql`${people} >= ${SMALLEST_GROUP}`;
  return sql`(case when ${may} then round(${people} / ${SMALLEST_GROUP}::numeric) * ${SMALLEST_GROUP} end)::float8`;
}

/**
 * Counts of groups that contain each other, the smallest first, as this viewer sees them: of two neighbours that
 * differ by fewer than five only the smaller is shown.
 */
export function seenNested(viewer: Viewer, counts: number[]): (number | null)[] {
  let inside = 0;
  return counts.map((people) => {
    if (viewer.exact) return people;
    if (people - inside < SMALLEST_GROUP) return null;
    inside = people;
    return seen(viewer, people);
  });
}

/**
 * Whether a part of a whole may be shown, as a window expression over a query with a row for each part.
 *
 * @param people the part's people
 * @param whole those of the whole, which may be more than all parts
 * @param partition what tells one whole from another
 * @param order what tells parts of the same size apart
 */
export function shownSql(
  sql: AnySql,
  { people, whole, partition, order }: Record<'people' | 'whole' | 'partition' | 'order', Fragment>,
): Fragment {
  const large = sql`${people} >= ${SMALLEST_GROUP}`;
  return sql`(
    ${large}
    and not (
      ${whole} - sum(${people}) filter (where ${large}) over (partition by ${partition})
        between 1 and ${SMALLEST_GROUP - 1}
      and row_number() over (partition by ${partition}, ${large} order by ${people}, ${order}) = 1
    ))`;
}
