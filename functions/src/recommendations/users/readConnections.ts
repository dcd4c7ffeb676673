import type { Sql } from '../../platform/postgres.ts';

/** Connections of the caller, and of those they are connected to, that are looked at. */
const LOOKED_AT = 500;

/** How somebody stands to others. */
export interface Relations {
  /** To whom there is a connection, or a request that is pending or was declined, from either side. */
  known: Set<string>;
  /** How many connections in common there are with those who are not known, the most first. */
  common: Map<string, number>;
}

/** @param most people with connections in common */
export async function readRelations(sql: Sql, uid: string, most: number): Promise<Relations> {
  const [row] = await sql<{ known: string[] | null; common: [id: string, count: number][] | null }[]>`
    with mine as materialized (
      select to_user_id as id, status from connections where live and from_user_id = ${uid}
      union
      select from_user_id, status from connections where live and to_user_id = ${uid}
    ), friends as materialized (
      select id from mine where status = 'accepted' limit ${LOOKED_AT}
    ), theirs as (
      select friends.id as friend, theirs.id
      from friends, lateral (
        select to_user_id as id from accepted_connections where from_user_id = friends.id
        union
        select from_user_id from accepted_connections where to_user_id = friends.id
        limit ${LOOKED_AT}
      ) as theirs
    ), common as (
      select id, count(*) as count
      from theirs
      where id <> ${uid} and id not in (select id from mine)
      group by id
      order by count desc, id
      limit ${most}
    )
    select
      (select json_agg(distinct id) from mine) as known,
      (select json_agg(json_build_array(id, count) order by count desc, id) from common) as common`;
  return { known: new Set(row?.known), common: new Map(row?.common) };
}
