import type { AnySql, Fragment } from '../../platform/postgres.ts';

/** Whether somebody was at an event, of a row of `event_attendance`. */
export function attendedSql(sql: AnySql): Fragment {
  return sql`(status = 'attended' or (attended_at is not null and status is distinct from 'cancelled'))`;
}
