import type { Sql } from '../../platform/postgres.ts';

/** Connections read of the caller, and of each person they are connected to. */
const MAX_CONNECTIONS = 500;

export interface Connections {
  /** Everybody to whom there is a connection, or a pending or declined request from either side. */
  known: Set<string>;
  /** How many mutual connections there are with people who are not known and may be suggested, most first. */
  mutual: Map<string, number>;
}

/** @param limit people with mutual connections */
export async function readConnections(sql: Sql, uid: string, limit: number): Promise<Connections> {
  const [row] = await sql<{ known: string[] | null; mutual: [id: string, count: number][] | null }[]>`
    with mine as materialized (
      select to_user_id as id from connections where live and from_user_id = ${uid}
      union
      select from_user_id from connections where live and to_user_id = ${uid}
    ), connected as materialized (
      select to_user_id as id from accepted_connections where from_user_id = ${uid}
      union
      select from_user_id from accepted_connections where to_user_id = ${uid}
      limit ${MAX_CONNECTIONS}
    ), theirs as (
      select connected.id as connection, theirs.id
      from connected, lateral (
        select to_user_id as id from accepted_connections where from_user_id = connected.id
        union
        select from_user_id from accepted_connections where to_user_id = connected.id
        limit ${MAX_CONNECTIONS}
      ) as theirs
    ), mutual as (
      select id, count(*) as count
      from theirs join users using (id)
      where visible_in_matching and id <> ${uid} and id not in (select id from mine)
      group by id
      order by count desc, id
      limit ${limit}
    )
    select
      (select json_agg(id) from mine) as known,
      (select json_agg(json_build_array(id, count) order by count desc, id) from mutual) as mutual`;
  return { known: new Set(row?.known), mutual: new Map(row?.mutual) };
}
