import { transaction, type Sql } from '../postgres.ts';

/**
 * Deletes the rows of this many days, of which the table keeps newer ones from everybody, and the keys of those who are in no other
 * row. Acts that begin meanwhile wait for it, so that they find their keys. Returns how many rows it deleted.
 */
export async function expireActs(sql: Sql, days: number): Promise<number> {
  return transaction(sql, async (opened) => {
    await opened`lock table audit_keys in share row exclusive mode`;
    const [deleted] = await opened<{ rows: number }[]>`
      with expired as (
        delete from audit_log where at < now() - make_interval(days => ${days}) returning actor, subjects
      ), named as (
        select actor as pseudonym from expired union select unnest(subjects) from expired
      ), forgotten as (
        delete from audit_keys using named
        where audit_keys.pseudonym = named.pseudonym and not exists (
          select from audit_log
          where at >= now() - make_interval(days => ${days})
            and (actor = audit_keys.pseudonym or subjects @> array[audit_keys.pseudonym])
        )
      )
      select count(*)::integer as rows from expired`;
    return deleted?.rows ?? 0;
  });
}
