import { createHash } from 'node:crypto';
import type { Sql, TransactionSql } from '../../platform/postgres.ts';
import { storableText } from '../deadLetters/deadLetters.ts';
import type { Prepared } from '../pipeline/prepare.ts';

/** A change that was given back to Pub/Sub because of a pause. */
export interface WaitingChange {
  collection: string;
  path: string;
  version: number;
  /** When it was published, as RFC 3339. */
  publishedAt: string;
}

/** Notes the documents of changes that wait. */
export async function noteWaiting(sql: Sql, changes: WaitingChange[]): Promise<void> {
  const rows = changes.map(({ collection, path, version, publishedAt }) => ({
    id: idOf(path),
    collection,
    path: storableText(path),
    version,
    waiting_since: publishedAt,
  }));
  await sql`
    insert into deferred_changes as noted (id, collection, path, version, waiting_since)
    select id, max(collection), max(path), max(version), min(waiting_since)
    from jsonb_populate_recordset(null::deferred_changes, ${JSON.stringify(rows)}::text::jsonb)
    group by id
    order by id
    on conflict (id) do update set
      version = greatest(noted.version, excluded.version),
      waiting_since = least(noted.waiting_since, excluded.waiting_since)
      where noted.version < excluded.version or noted.waiting_since > excluded.waiting_since`;
}

/** Removes the notes of documents whose newest waiting change now has an outcome. */
export async function forgetWaiting(sql: TransactionSql, batch: Prepared[]): Promise<void> {
  const rows = batch.flatMap((prepared) => {
    const { path, version } = prepared.kind === 'dead-letter' ? prepared.letter : stateOf(prepared);
    return path === null ? [] : [{ id: idOf(path), version }];
  });
  await sql`
    delete from deferred_changes as noted
    using json_to_recordset(${JSON.stringify(rows)}::text::json) as settled (id uuid, version bigint)
    where noted.id = settled.id and noted.version <= settled.version`;
}

/** Those of the paths whose documents wait, as {@link storableText}. */
export async function waitingAmong(sql: Sql, paths: string[]): Promise<Set<string>> {
  const rows = await sql<{ path: string }[]>`
    select path from deferred_changes
    where id in (select json_array_elements_text(${JSON.stringify(paths.map(idOf))}::text::json)::uuid)`;
  return new Set(rows.map(({ path }) => path));
}

function stateOf(prepared: Exclude<Prepared, { kind: 'dead-letter' }>): { path: string; version: number } {
  return {
    path: prepared.change.path,
    version: prepared.kind === 'row' ? prepared.row.version : prepared.change.version,
  };
}

function idOf(path: string): string {
  return createHash('md5').update(storableText(path)).digest('hex');
}
