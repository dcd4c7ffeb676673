import { createHash } from 'node:crypto';
import { findForgotten } from '../../platform/erasure/findForgotten.ts';
import { transaction, type Sql, type TransactionSql } from '../../platform/postgres.ts';
import { storableText } from '../deadLetters/deadLetters.ts';
import type { PreparedChange } from '../pipeline/prepareChange.ts';

/** A change that was nacked and stays in Pub/Sub: its table is paused, or Postgres cannot take it yet. */
export interface DeferredChange {
  collection: string;
  path: string;
  version: number;
  /** When it was published, as RFC 3339. */
  publishedAt: string;
}

/**
 * Records the documents of deferred changes: the newest version, and the oldest time of publication. Those of people who
 * were erased are left out.
 */
export async function recordDeferredChanges(sql: Sql, changes: DeferredChange[]): Promise<void> {
  await transaction(sql, async (opened) => {
    const forgotten = await findForgotten(
      opened,
      changes.map(({ path }) => path),
    );
    await record(
      opened,
      changes.filter(({ path }) => !forgotten.has(path)),
    );
  });
}

async function record(sql: TransactionSql, changes: DeferredChange[]): Promise<void> {
  const rows = changes.map(({ collection, path, version, publishedAt }) => ({
    id: idOf(path),
    collection,
    path: storableText(path),
    version,
    deferred_since: publishedAt,
  }));
  await sql`
    insert into deferred_changes as existing (id, collection, path, version, deferred_since)
    select id, max(collection), max(path), max(version), min(deferred_since)
    from jsonb_populate_recordset(null::deferred_changes, ${JSON.stringify(rows)}::text::jsonb)
    group by id
    order by id
    on conflict (id) do update set
      version = greatest(existing.version, excluded.version),
      deferred_since = least(existing.deferred_since, excluded.deferred_since)
      where existing.version < excluded.version or existing.deferred_since > excluded.deferred_since`;
}

/** Removes the records of documents whose newest deferred change now has an outcome. */
export async function clearDeferredChanges(sql: TransactionSql, batch: PreparedChange[]): Promise<void> {
  const rows = batch.flatMap((prepared) => {
    const { path, version } = prepared.kind === 'dead-letter' ? prepared.deadLetter : stateOf(prepared);
    return path === null ? [] : [{ id: idOf(path), version }];
  });
  await sql`
    delete from deferred_changes as existing
    using json_to_recordset(${JSON.stringify(rows)}::text::json) as completed (id uuid, version bigint)
    where existing.id = completed.id and existing.version <= completed.version`;
}

/** Returns which of these paths have deferred changes, as {@link storableText}. */
export async function findDeferredPaths(sql: Sql, paths: string[]): Promise<Set<string>> {
  const rows = await sql<{ path: string }[]>`
    select path from deferred_changes
    where id in (select json_array_elements_text(${JSON.stringify(paths.map(idOf))}::text::json)::uuid)`;
  return new Set(rows.map(({ path }) => path));
}

function stateOf(prepared: Exclude<PreparedChange, { kind: 'dead-letter' }>): {
  path: string;
  version: number;
} {
  return {
    path: prepared.change.path,
    version: prepared.kind === 'row' ? prepared.row.version : prepared.change.version,
  };
}

/** md5 as the primary key, because a path can be longer than an index entry. */
function idOf(path: string): string {
  return createHash('md5').update(storableText(path)).digest('hex');
}
