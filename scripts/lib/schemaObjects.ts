import { quoted, type TransactionSql } from '../../functions/src/platform/postgres.ts';

/** A file of `sql/`. */
export interface SqlFile {
  /** Without the extension. */
  name: string;
  text: string;
  sha256: string;
}

type Kind = 'function' | 'view';

/** The functions and views that were created from files and still exist: hashes of the files by name. */
export type RecordedObjects = Record<Kind, Map<string, string>>;

export async function readRecorded(sql: TransactionSql): Promise<RecordedObjects> {
  const rows = await sql<{ kind: Kind; name: string; sha256: string }[]>`
    select kind, name, sha256 from schema_objects
    where (kind, name) in (${existingObjects(sql)})`;
  const ofKind = (wanted: Kind): Map<string, string> =>
    new Map(rows.filter(({ kind }) => kind === wanted).map(({ name, sha256 }) => [name, sha256]));
  return { function: ofKind('function'), view: ofKind('view') };
}

/** The files that are new or changed, or whose object is missing. */
export function changedFiles(recorded: Map<string, string>, files: SqlFile[]): SqlFile[] {
  return files.filter(({ name, sha256 }) => recorded.get(name) !== sha256);
}

/** The objects whose file was removed. */
export function removedObjects(recorded: Map<string, string>, files: SqlFile[]): string[] {
  const names = new Set(files.map(({ name }) => name));
  return [...recorded.keys()].filter((name) => !names.has(name));
}

/** Drops all recorded views. */
export async function dropViews(sql: TransactionSql, recorded: Map<string, string>): Promise<void> {
  if (recorded.size === 0) return;
  await explainDependents(sql.unsafe(`drop view ${quoted([...recorded.keys()])}`));
}

/** Creates all views by name. Returns the names of those that changed. */
export async function createViews(
  sql: TransactionSql,
  recorded: Map<string, string>,
  files: SqlFile[],
): Promise<string[]> {
  for (const name of removedObjects(recorded, files)) await forget(sql, 'view', name);
  for (const file of files) await create(sql, 'view', file);
  return changedFiles(recorded, files).map(({ name }) => `views/${name}`);
}

/** Drops the functions that changed or whose file was removed, and creates the changed ones by name. */
export async function replaceFunctions(sql: TransactionSql, files: SqlFile[]): Promise<string[]> {
  // Read now, because a migration may have dropped some.
  const { function: recorded } = await readRecorded(sql);
  const changed = changedFiles(recorded, files);
  const removed = removedObjects(recorded, files);
  for (const { name } of changed) if (recorded.has(name)) await dropFunction(sql, name);
  for (const name of removed) {
    await dropFunction(sql, name);
    await forget(sql, 'function', name);
  }
  for (const file of changed) await create(sql, 'function', file);
  return changed.map(({ name }) => `functions/${name}`);
}

async function dropFunction(sql: TransactionSql, name: string): Promise<void> {
  const triggers = await sql<{ trigger: string; table: string }[]>`
    select quote_ident(tgname) as trigger, tgrelid::regclass::text as table
    from pg_trigger join pg_proc on pg_proc.oid = tgfoid
    where proname = ${name} and pronamespace = current_schema()::regnamespace`;
  for (const { trigger, table } of triggers) await sql.unsafe(`drop trigger ${trigger} on ${table}`);
  await explainDependents(sql.unsafe(`drop function ${quoted([name])}`));
}

async function create(sql: TransactionSql, kind: Kind, { name, text, sha256 }: SqlFile): Promise<void> {
  await sql.unsafe(text).simple();
  const [created] = await sql`select where (${kind}, ${name}) in (${existingObjects(sql)})`;
  if (created === undefined) {
    throw new Error(`sql/${kind}s/${name}.sql must create the ${kind} ${name}, as its file name says.`);
  }
  await sql`
    insert into schema_objects (kind, name, sha256) values (${kind}, ${name}, ${sha256})
    on conflict (kind, name) do update set sha256 = excluded.sha256, applied_at = excluded.applied_at
    where schema_objects.sha256 <> excluded.sha256`;
}

async function forget(sql: TransactionSql, kind: Kind, name: string): Promise<void> {
  await sql`delete from schema_objects where kind = ${kind} and name = ${name}`;
}

function existingObjects(sql: TransactionSql) {
  return sql`
    select 'function', proname::text from pg_proc where pronamespace = current_schema()::regnamespace
    union all
    select 'view', viewname::text from pg_views where schemaname = current_schema()`;
}

/** @throws an error that names what depends on an object that must be dropped. */
async function explainDependents(drop: PromiseLike<unknown>): Promise<void> {
  try {
    await drop;
  } catch (error) {
    const { code, message, detail } = error as { code?: string; message?: string; detail?: string };
    // https://www.postgresql.org/docs/current/errcodes-appendix.html: dependent_objects_still_exist
    if (code !== '2BP01') throw error;
    throw new Error(
      `${message ?? ''} (${detail ?? ''}). Drop what depends on it, in a new migration if it is part of sql/, and run "npm run migrate" again.`,
      { cause: error },
    );
  }
}
