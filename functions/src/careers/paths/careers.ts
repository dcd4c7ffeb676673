import type { Fragment, Sql, TransactionSql } from '../../platform/postgres.ts';
import { normaliseTitle } from '../titles/normalise.ts';
import type { Career, Held } from './career.ts';

/** Somebody's career, with how they wrote their titles. */
export interface ReadCareer extends Career {
  id: string;
  /** As long as `held`, in the same order. */
  written: string[];
}

interface Row {
  id: string;
  department: string | null;
  skills: string[] | null;
  positions: { title: string; organisation: string | null; industry: string | null; start: number }[] | null;
}

/** People read at a time. */
const PAGE = 10_000;

/** The career of one person, until now; null when there is no such person. */
export async function readCareer(sql: Sql, now: Date, id: string): Promise<ReadCareer | null> {
  const [row] = await read(sql, now, sql`users.id = ${id}`, sql``);
  return row === undefined ? null : parse(row);
}

/** The careers of all who have one and do not run things here, in the order of their ids. */
export async function readCareers(sql: TransactionSql, now: Date): Promise<ReadCareer[]> {
  const careers: ReadCareer[] = [];
  for (let last = ''; ;) {
    const rows = await read(
      sql,
      now,
      sql`coalesce(users.role, 'alumni') in ('alumni', 'student') and users.id > ${last}
        and exists (select from positions where positions.user_id = users.id and positions.live)`,
      sql`order by users.id limit ${PAGE}`,
    );
    careers.push(...rows.map(parse).filter(({ held }) => held.length > 0));
    if (rows.length < PAGE) return careers;
    last = rows.at(-1)?.id ?? '';
  }
}

/** A position without dates stands where its document was written. */
async function read(sql: Sql | TransactionSql, now: Date, which: Fragment, page: Fragment): Promise<Row[]> {
  return sql<Row[]>`
    select users.id, department,
      (select json_agg(skill_id::text order by skill_id) from user_skills where user_id = users.id) as skills,
      (
        select json_agg(
          json_build_object(
            'title', title, 'organisation', lower(organisation), 'industry', lower(industry), 'start', start
          )
          order by start, version, id
        )
        from (
          select title, organisation, industry, version, id,
            extract(epoch from coalesce(start_date, end_date, to_timestamp(version / 1e6)))::float8 * 1000 as start
          from positions
          where user_id = users.id and live and coalesce(start_date, end_date, ${now}) <= ${now}
        ) as position
      ) as positions
    from users
    where users.live and ${which} ${page}`;
}

function parse({ id, department, skills, positions }: Row): ReadCareer {
  const held = (positions ?? [])
    .map(({ title, ...position }) => ({
      written: title,
      held: { ...position, title: normaliseTitle(title) },
    }))
    // A title without any word is none.
    .filter((position): position is { written: string; held: Held } => position.held.title.key !== '');
  return {
    id,
    department,
    skills: skills ?? [],
    held: held.map((position) => position.held),
    written: held.map(({ written }) => written.trim().replace(/\s+/g, ' ')),
  };
}
