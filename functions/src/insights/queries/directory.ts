import type { Fragment, Sql } from '../../platform/postgres.ts';
import type { DisclosedMonth } from '../disclosure/disclosedMonth.ts';
import { discloseCountSql, MIN_GROUP_SIZE } from '../disclosure/disclosureRules.ts';
import type { Viewer } from '../disclosure/disclosureViewer.ts';

/** A department or a skill, and the people of it at the end of a month; null where that may not be shown. */
interface CountedName {
  name: string;
  people: number | null;
}

/** No filter finds people who hide from both search and matching, so nothing is listed for them. */
const canBeFound = (sql: Sql): Fragment => sql`users.live and (visible_in_search or visible_in_matching)`;

/** The departments of people who can be found, by name. */
export async function readDepartments(
  sql: Sql,
  viewer: Viewer,
  month: DisclosedMonth | null,
): Promise<CountedName[]> {
  return sql<CountedName[]>`
    select label_name('department', department_key, listed.spelling) as name, ${countOf(sql, viewer, month)} as people
    from (
      select department_key, min(department collate "C") as spelling from users
      where ${canBeFound(sql)} and department_key is not null group by department_key
    ) as listed
    left join (${countsOf(sql, viewer, month, 'member')} and skill_id is null and department_key is not null) as counted
      using (department_key)
    order by lower(label_name('department', department_key, listed.spelling)), department_key`;
}

/** The skills that most people who can be found have on their profile, most common first. */
export async function readSkills(
  sql: Sql,
  viewer: Viewer,
  month: DisclosedMonth | null,
): Promise<CountedName[]> {
  // Members can count who can be found by a skill with searchTalent; the order is derived from rounded counts all the same.
  return sql<CountedName[]>`
    select skills.name, ${countOf(sql, viewer, month)} as people
    from (
      select skill_id, round(count(*) / ${MIN_GROUP_SIZE}::numeric) as rounded
      from user_skills join users on users.id = user_id
      where ${canBeFound(sql)} group by skill_id
    ) as listed
    join skills on skills.id = skill_id
    left join (${countsOf(sql, viewer, month, 'has-skill')} and department_key is null) as counted using (skill_id)
    order by rounded desc, lower(skills.name), skill_id
    limit 50`;
}

/** The categories of events, by name, with how many events of each have not begun. */
export async function readEventCategories(
  sql: Sql,
  now: Date,
): Promise<{ name: string; upcomingEvents: number }[]> {
  return sql<{ name: string; upcomingEvents: number }[]>`
    select name, upcoming as "upcomingEvents"
    from (
      select category_key, label_name('event category', category_key, min(category collate "C")) as name,
        (count(*) filter (where event_is_upcoming(start_date, ${now})))::integer as upcoming
      from events where live and category_key is not null group by category_key
    ) as categories
    order by lower(name), category_key`;
}

/** The counts of a measure at the end of a month, to be restricted further; none without a month. */
function countsOf(sql: Sql, viewer: Viewer, month: DisclosedMonth | null, measure: string): Fragment {
  return sql`
    select department_key, skill_id, people, shown from insight_people
    where exact = ${viewer.exact} and month = ${month?.first ?? null}::date and measure = ${measure} and cohort is null`;
}

/** The count as the viewer may see it. In a counted month, nobody is known to be nobody by administrators alone. */
function countOf(sql: Sql, viewer: Viewer, month: DisclosedMonth | null): Fragment {
  const shown = discloseCountSql(sql, viewer, sql`counted.people`, sql`counted.shown`);
  return viewer.exact && month !== null ? sql`coalesce(${shown}, 0)` : shown;
}
