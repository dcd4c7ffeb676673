import type { Sql } from '../../functions/src/platform/postgres.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';

/** What the injected errors say. */
export const TRANSIENT = 'chaos: a transient error';

/** Share of the statements that fail so. */
const TRANSIENT_SHARE = 0.01;

/**
 * Installs in a scratch database what the run needs inside Postgres:
 *
 * - `chaos_applied` records every write of a document's state, in the writer's own transaction, and so
 *   is a count of what was applied that owes nothing to the writer's.
 * - One statement in a hundred fails with an error that a retry cures: a conflict, no memory, or a
 *   cancelled statement.
 */
export async function installInstruments(sql: Sql): Promise<void> {
  await sql.unsafe(`
    create table chaos_applied (table_name text, key text, version bigint);
    create function chaos_record() returns trigger language plpgsql as $$
    declare
      state jsonb := to_jsonb(new);
    begin
      insert into chaos_applied
      select tg_table_name, string_agg(state ->> name, '/' order by place), new.version
      from unnest(tg_argv) with ordinality as part (name, place);
      return null;
    end $$;
    create function chaos_fail() returns trigger language plpgsql as $$
    begin
      if random() < ${String(TRANSIENT_SHARE)} then
        raise exception using
          message = '${TRANSIENT}',
          errcode = (array['40001', '53200', '57014'])[1 + floor(random() * 3)];
      end if;
      return null;
    end $$`);
  for (const { table, keyColumns } of allCollections) {
    // A placeholder has version 0: it says nothing about a document.
    await sql.unsafe(`
      create trigger chaos_record after insert or update of version on ${table}
      for each row when (new.version > 0)
      execute function chaos_record(${keyColumns.map((column) => `'${column}'`).join(', ')})`);
  }
  for (const table of [...allCollections.map(({ table }) => table), 'sync_counts']) {
    await sql.unsafe(`
      create trigger chaos_fail before insert on ${table}
      for each statement execute function chaos_fail()`);
  }
}
