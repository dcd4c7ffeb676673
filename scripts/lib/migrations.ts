/**
 * The schema is `sql/`, in three parts:
 *
 * - `sql/*.sql`, numbered migrations with the tables and indexes. Each is applied once, and never edited after that:
 *   a change is a new migration. A function that an index or a check uses is part of the migration, because changing
 *   it would silently invalidate the index.
 * - `sql/functions/*.sql`, all other functions, each in a file of its name, together with the triggers that call it.
 * - `sql/views/*.sql`, the views, each in a file of its name.
 *
 * Functions and views are recorded by the hash of their text, and are edited in place. {@link migrate} drops those
 * whose file changed or was removed, and creates them again (`create or replace` could change neither a function's
 * signature nor a view's columns). Whenever there is anything to do, it
 *
 * 1. drops all views,
 * 2. applies the new migrations by number,
 * 3. drops the changed and removed functions, with their triggers, and creates the changed ones by name,
 * 4. creates all views by name.
 *
 * So a migration never stumbles over a view, and a view may use any function and every view before it by name. A
 * migration that has to drop a function (because it changes a column that the function refers to) just drops it:
 * functions that are missing are created again.
 */
import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Umzug, type UmzugStorage } from 'umzug';
import type { TransactionSql } from '../../functions/src/platform/postgres.ts';
import { asOwner } from './asOwner.ts';
import { ROOT } from './root.ts';
import {
  changedFiles,
  createViews,
  dropViews,
  readRecorded,
  removedObjects,
  replaceFunctions,
  type SqlFile,
} from './schemaObjects.ts';

/** What {@link migrate} did: names of migrations, and of functions and views with their folder. */
export interface SchemaChanges {
  applied: string[];
  dropped: string[];
}

/**
 * Brings the schema up to date in one transaction. Concurrent calls wait for each other, and all but the first find
 * nothing to do. The lock belongs to the transaction, so this works through a transaction-mode pooler.
 *
 * @param directory where the schema is
 * @param source what the connection string was given as, for messages
 * @throws when an applied migration was edited, and when something outside `sql/` depends on a function or a view
 * that has to be dropped.
 */
export async function migrate(
  url: string,
  { directory = join(ROOT, 'sql'), source }: { directory?: string; source?: string } = {},
): Promise<SchemaChanges> {
  const [migrations, functions, views] = await Promise.all([
    readSqlFiles(directory),
    readSqlFiles(join(directory, 'functions')),
    readSqlFiles(join(directory, 'views')),
  ]);
  return asOwner({ url, source }, async (opened) => {
    await createBookkeeping(opened);
    const umzug = new Umzug({
      migrations: await toUmzugMigrations(opened, migrations),
      storage: storage(opened),
      logger: undefined,
    });
    const recorded = await readRecorded(opened);
    const dropped = [
      ...removedObjects(recorded.function, functions).map((name) => `functions/${name}`),
      ...removedObjects(recorded.view, views).map((name) => `views/${name}`),
    ];
    const changed = [
      ...(await umzug.pending()),
      ...changedFiles(recorded.function, functions),
      ...changedFiles(recorded.view, views),
    ];
    if (changed.length + dropped.length === 0) return { applied: [], dropped: [] };
    await dropViews(opened, recorded.view);
    const applied = [
      ...(await umzug.up()).map(({ name }) => name),
      ...(await replaceFunctions(opened, functions)),
      ...(await createViews(opened, recorded.view, views)),
    ];
    return { applied, dropped };
  });
}

/** The SQL files of a folder by name. */
async function readSqlFiles(directory: string): Promise<SqlFile[]> {
  const paths = (await Array.fromAsync(glob(join(directory, '*.sql')))).sort();
  return Promise.all(
    paths.map(async (path) => {
      const text = await readFile(path, 'utf8');
      return { name: basename(path, '.sql'), text, sha256: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

async function createBookkeeping(sql: TransactionSql): Promise<void> {
  await sql`
    create table if not exists migrations (
      name text primary key,
      sha256 text not null,
      applied_at timestamptz not null default now()
    )`;
  await sql`
    create table if not exists schema_objects (
      kind text not null check (kind in ('function', 'view')),
      name text not null,
      sha256 text not null,
      applied_at timestamptz not null default now(),
      primary key (kind, name)
    )`;
}

interface UmzugMigration {
  name: string;
  up: () => Promise<void>;
}

async function toUmzugMigrations(sql: TransactionSql, files: SqlFile[]): Promise<UmzugMigration[]> {
  const applied = await sql<{ name: string; sha256: string }[]>`select name, sha256 from migrations`;
  const hashes = new Map(applied.map(({ name, sha256 }) => [name, sha256]));
  return files.map(({ name, text, sha256 }) => {
    if (hashes.has(name) && hashes.get(name) !== sha256) {
      throw new Error(
        `sql/${name}.sql was edited after it was applied to this database. Undo the edit and add a new migration.`,
      );
    }
    return {
      name,
      async up() {
        await sql.unsafe(text).simple();
        await sql`insert into migrations (name, sha256) values (${name}, ${sha256})`;
      },
    };
  });
}

function storage(sql: TransactionSql): UmzugStorage {
  return {
    // A migration records itself together with the hash of its text.
    logMigration: () => Promise.resolve(),
    unlogMigration: () => Promise.reject(new Error('migrations cannot be reverted')),
    async executed() {
      const rows = await sql<{ name: string }[]>`select name from migrations order by name`;
      return rows.map(({ name }) => name);
    },
  };
}
