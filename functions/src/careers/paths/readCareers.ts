import { labelKey } from '../../platform/documents/labels.ts';
import type { Fragment, Sql, TransactionSql } from '../../platform/postgres.ts';
import { normaliseTitle } from '../titles/normaliseTitle.ts';
import type { Career, Position } from './career.ts';

/** A user's career, with titles as they wrote them. */
export interface StoredCareer extends Career {
  userId: string;
  /** One for each position, in the same order. */
  spellings: string[];
}

interface Row {
  id: string;
  department_key: string | null;
  skills: string[] | null;
  positions:
    { title: string; organisation: string | null; industry: string | null; start: number | null }[] | null;
}

/** People read per query. */
const PAGE_SIZE = 10_000;

/** Reads a user's career up to now; null if there is no such user. */
export async function readCareer(sql: Sql, now: Date, userId: string): Promise<StoredCareer | null> {
  const [row] = await read(sql, now, sql`users.id = ${userId}`, sql``);
  return row === undefined ? null : parse(row);
}

/**
 * Reads the careers of all students and alumni who have one and whose account is established, in order of user id: what
 * is learnt from them is shown to everybody.
 */
export async function readCareers(sql: TransactionSql, now: Date): Promise<StoredCareer[]> {
  const careers: StoredCareer[] = [];
  for (let last = ''; ;) {
    const rows = await read(
      sql,
      now,
      sql`coalesce(users.role, 'alumni') in ('alumni', 'student') and users.id > ${last}
        and users.id in (select user_id from established_people where since <= ${now})
        and exists (select from positions where positions.user_id = users.id and positions.live)`,
      sql`order by users.id limit ${PAGE_SIZE}`,
    );
    careers.push(...rows.map(parse).filter(({ positions }) => positions.length > 0));
    if (rows.length < PAGE_SIZE) return careers;
    last = rows.at(-1)?.id ?? '';
  }
}

/** A position without dates counts as started when it was added to the profile; if that is unknown, before all others. */
async function read(sql: Sql | TransactionSql, now: Date, filter: Fragment, page: Fragment): Promise<Row[]> {
  return sql<Row[]>`
    select users.id, department_key,
      (select json_agg(skill_id::text order by skill_id) from user_skills where user_id = users.id) as skills,
      (
        select json_agg(
          json_build_object(
            'title', title, 'organisation', organisation, 'industry', industry, 'start', start
          )
          order by start nulls first, created_at nulls first, id
        )
        from (
          select title, organisation, industry, created_at, id,
            extract(epoch from coalesce(start_date, end_date, created_at))::float8 * 1000 as start
          from positions
          where user_id = users.id and live and title is not null and coalesce(start_date, end_date, ${now}) <= ${now}
        ) as position
      ) as positions
    from users
    where users.live and ${filter} ${page}`;
}

function parse({ id, department_key: departmentKey, skills, positions }: Row): StoredCareer {
  const parsed = (positions ?? [])
    .map(({ title, organisation, industry, start }) => ({
      spelling: title.trim().replace(/\s+/g, ' '),
      position: {
        start,
        title: normaliseTitle(title),
        // In one spelling: they are compared, and never shown.
        organisation: labelKey(organisation),
        industry: labelKey(industry),
      } satisfies Position,
    }))
    // A title without words says nothing.
    .filter(({ position }) => position.title.key !== '');
  return {
    userId: id,
    departmentKey,
    skills: skills ?? [],
    positions: parsed.map(({ position }) => position),
    spellings: parsed.map(({ spelling }) => spelling),
  };
}
