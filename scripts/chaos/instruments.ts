import type { Sql } from '../../functions/src/platform/postgres.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';

/** Message of the injected errors. */
export const TRANSIENT_ERROR = 'chaos: transient error';

/** Share of the statements that fail with it. */
const TRANSIENT_SHARE = 0.01;

/**
 * Makes `chaos_applied` of a scratch database record every write of a document state in the writer's own transaction,
 * which counts applied changes independently of the writer.
 */
export async function installRecorder(sql: Sql): Promise<void> {
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
    end $$`);
  for (const { table, keyColumns } of allCollections) {
    // Placeholders have version 0 and are not document states.
    await sql.unsafe(`
      create trigger chaos_record after insert or update of version on ${table}
      for each row when (new.version > 0)
      execute function chaos_record(${keyColumns.map((column) => `'${column}'`).join(', ')})`);
  }
}

/** Makes one statement in a hundred fail with a retryable error: a conflict, out of memory, or a cancelled statement. */
export async function installTransientErrors(sql: Sql): Promise<void> {
  await sql.unsafe(`
    create function chaos_fail() returns trigger language plpgsql as $$
    begin
      if random() < ${String(TRANSIENT_SHARE)} then
        raise exception using
          message = '${TRANSIENT_ERROR}',
          errcode = (array['40001', '53200', '57014'])[1 + floor(random() * 3)];
      end if;
      return null;
    end $$`);
  for (const table of [...allCollections.map(({ table }) => table), 'sync_counts']) {
    await sql.unsafe(`
      create trigger chaos_fail before insert on ${table}
      for each statement execute function chaos_fail()`);
  }
}

export async function removeTransientErrors(sql: Sql): Promise<void> {
  await sql`drop function chaos_fail cascade`;
}
