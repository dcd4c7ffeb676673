import { DomainError } from '../../../platform/errors.ts';
import type { Sql } from '../../../platform/postgres.ts';

/** What is known of a student who is recommended events. */
export interface Student {
  department: string | null;
  skills: Set<number>;
  /** All they attend or are going to, whether it has begun or not. */
  attendance: {
    id: string;
    category: string | null;
    /** When it begins, or, where it does not say, when they joined it; in milliseconds. */
    time: number;
    dated: boolean;
    /** How much people went there as well who went to the other, and what it says of who will go there. */
    neighbours: [number: number, cosine: number][];
    leadsTo: [number: number, weight: number][];
  }[];
  /** How many of their connections go to an event. */
  friends: Map<string, number>;
  /** When it was last computed which events go together; null for never. */
  refreshedAt: Date | null;
}

interface Row {
  department: string | null;
  skills: number[] | null;
  attendance:
    | {
        id: string;
        category: string | null;
        /** Seconds since 1970. */
        time: number;
        dated: boolean;
        neighbours: number[] | null;
        cosines: number[] | null;
        successors: number[] | null;
        successor_weights: number[] | null;
      }[]
    | null;
  friends: [event: string, people: number][] | null;
  refreshed_at: Date | null;
}

/** @throws DomainError when there is no such person. */
export async function readStudent(sql: Sql, id: string, now: Date): Promise<Student> {
  const [row] = await sql<Row[]>`
    select department,
      (select refreshed_at from event_neighbours limit 1) as refreshed_at,
      (select json_agg(skill_id) from user_skills where user_id = person.id) as skills,
      (
        select json_agg(json_build_object(
          'id', event_id, 'category', category, 'dated', start_date is not null,
          'time', extract(epoch from coalesce(start_date, to_timestamp(attendance.version / 1e6))),
          'neighbours', neighbours, 'cosines', cosines, 'successors', successors, 'successor_weights', successor_weights
        ) order by start_date, event_id)
        from current_attendance as attendance
        join events on events.id = event_id and events.live
        left join event_neighbours using (event_id)
        where attendance.user_id = person.id
      ) as attendance,
      (
        select json_agg(json_build_array(event_id, people))
        from (
          select event_id, count(distinct friend) as people
          from (
            select to_user_id as friend from accepted_connections where from_user_id = person.id
            union
            select from_user_id from accepted_connections where to_user_id = person.id
          ) as connected
          join users as them on them.id = friend and them.live
          join current_attendance as attendance on attendance.user_id = friend
          join events on events.id = event_id and events.live and (start_date is null or start_date > ${now})
          group by event_id
        ) as going
      ) as friends
    from users as person
    where id = ${id} and live`;
  if (row === undefined)
    throw new DomainError('not-found', 'there is no profile of yours yet: save it first');
  return {
    department: row.department,
    skills: new Set(row.skills),
    attendance: (row.attendance ?? []).map(
      ({ time, neighbours, cosines, successors, successor_weights: successorWeights, ...event }) => ({
        ...event,
        time: time * 1000,
        neighbours: pairs(neighbours, cosines),
        leadsTo: pairs(successors, successorWeights),
      }),
    ),
    friends: new Map(row.friends),
    refreshedAt: row.refreshed_at,
  };
}

function pairs(numbers: number[] | null, values: number[] | null): [number, number][] {
  return (numbers ?? []).map((number, k) => [number, values?.[k] ?? 0]);
}
