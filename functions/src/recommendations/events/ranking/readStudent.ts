import type { Sql } from '../../../platform/postgres.ts';
import { noProfile } from '../../../sync/index.ts';

/** What ranking events needs of a student. */
export interface Student {
  department: string | null;
  departmentKey: string | null;
  skills: Set<number>;
  /** The ids of all events they attended or are going to. */
  joined: Set<string>;
  /** The events they visit (event_visits.sql). */
  attendance: {
    id: string;
    categoryKey: string | null;
    /** When it ends, in milliseconds since 1970; null if unknown. */
    end: number | null;
    /** Whether they were there; otherwise they are going, or signed up and nobody came. */
    hasCome: boolean;
    /** Whether it is known that they were there: otherwise `hasCome` is claimed, as by an import. */
    isKnown: boolean;
    /** Events by permanent number, with the cosine of the people in common, or with the weight of EASE. */
    neighbours: [number: number, cosine: number][];
    successors: [number: number, weight: number][];
  }[];
  /** How many of their connections are going, by event; and how many of these let others know it, if any. */
  connectionsGoing: Map<string, number>;
  disclosedConnectionsGoing: Map<string, number>;
  /** When `event_neighbours` was last computed; null before the first night. */
  refreshedAt: Date | null;
}

interface Row {
  department: string | null;
  department_key: string | null;
  skills: number[] | null;
  joined: string[] | null;
  attendance:
    | {
        id: string;
        categoryKey: string | null;
        /** Seconds since 1970. */
        end: number | null;
        hasCome: boolean;
        isKnown: boolean;
        neighbours: number[] | null;
        cosines: number[] | null;
        successors: number[] | null;
        successor_weights: number[] | null;
      }[]
    | null;
  connections_going: [event: string, people: number, disclosed: number][] | null;
  refreshed_at: Date | null;
}

/** @throws DomainError `not-found` when the student has no profile. */
export async function readStudent(sql: Sql, id: string, now: Date): Promise<Student> {
  const [row] = await sql<Row[]>`
    select label_name('department', department_key, department) as department, department_key,
      (select refreshed_at from event_neighbours limit 1) as refreshed_at,
      (select json_agg(skill_id) from user_skills where user_id = student.id) as skills,
      (select json_agg(event_id) from current_attendance where user_id = student.id) as joined,
      (
        select json_agg(json_build_object(
          'id', event_id, 'categoryKey', category_key,
          'end', extract(epoch from event_end(start_date, end_date)),
          'hasCome', has_attended(status, attended_at), 'isKnown', checked_in,
          'neighbours', neighbours, 'cosines', cosines, 'successors', successors,
          'successor_weights', successor_weights
        ) order by start_date, event_id)
        from event_visits as attendance
        join events on events.id = event_id and events.live
        left join event_neighbours using (event_id)
        where attendance.user_id = student.id
      ) as attendance,
      (
        select json_agg(json_build_array(event_id, people, disclosed))
        from (
          select event_id, count(*) as people, count(*) filter (where shares_attendance) as disclosed
          from (
            select to_user_id as connection from accepted_connections where from_user_id = student.id
            union
            select from_user_id from accepted_connections where to_user_id = student.id
          ) as connected
          join users on users.id = connection
          join current_attendance as attendance on attendance.user_id = connection
          join events on events.id = event_id and events.live
            and event_is_upcoming(start_date, ${now})
          group by event_id
        ) as going
      ) as connections_going
    from users as student
    where id = ${id} and live`;
  if (row === undefined) throw await noProfile(sql, id);
  return {
    department: row.department,
    departmentKey: row.department_key,
    skills: new Set(row.skills),
    joined: new Set(row.joined),
    attendance: (row.attendance ?? []).map(
      ({ end, neighbours, cosines, successors, successor_weights: successorWeights, ...event }) => ({
        ...event,
        end: end === null ? null : end * 1000,
        neighbours: pairs(neighbours, cosines),
        successors: pairs(successors, successorWeights),
      }),
    ),
    connectionsGoing: new Map(row.connections_going?.map(([event, people]) => [event, people])),
    disclosedConnectionsGoing: new Map(
      row.connections_going?.map(([event, , disclosed]) => [event, disclosed]),
    ),
    refreshedAt: row.refreshed_at,
  };
}

function pairs(numbers: number[] | null, values: number[] | null): [number, number][] {
  return (numbers ?? []).map((number, k) => [number, values?.[k] ?? 0]);
}
