import type { Sql } from '../postgres.ts';
import { isErased } from '../erasure/erased.ts';
import { TooManyCalls, type RateLimit } from './rateLimit.ts';

/**
 * Counts a person's call for all instances, in Postgres: for calls that cost more than the count, while Redis does not
 * answer. Concurrent calls wait for each other for the length of the statement.
 *
 * @throws TooManyCalls
 */
export async function countInPostgres(
  sql: Sql,
  { callable, uid, limit }: { callable: string; uid: string; limit: RateLimit },
): Promise<void> {
  const [row] = await sql<{ calls: number; wait: number }[]>`
    insert into call_counts as counted (user_id, callable, calls, window_ends_at)
    select ${uid}, ${callable}, 1, now() + make_interval(secs => ${limit.seconds})
    where not ${isErased(sql, uid)}
    on conflict (user_id, callable) do update set
      (calls, window_ends_at) = (
        select case when has_ended then 1 else counted.calls + 1 end,
          case when has_ended then excluded.window_ends_at else counted.window_ends_at end
        from (select counted.window_ends_at <= now() as has_ended) as previous
      )
    returning calls, greatest(1, ceil(extract(epoch from window_ends_at - now())))::integer as wait`;
  if (row !== undefined && row.calls > limit.calls) throw new TooManyCalls('person', row.wait);
}
