import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Umzug, type UmzugStorage } from 'umzug';
import { waitForLock } from '../../functions/src/platform/locks.ts';
import { connect, type TransactionSql } from '../../functions/src/platform/postgres.ts';
import { ROOT } from './root.ts';

/**
 * Applies the migrations in `sql/` that this database does not have, in the order of their names,
 * all in one transaction. Whoever migrates at the same time waits and then finds nothing to do. The
 * lock belongs to the transaction, so a transaction-mode pooler does no harm.
 *
 * @returns the names of the migrations that were applied.
 * @throws when a migration that was applied has been edited since.
 */
export async function migrate(url: string): Promise<string[]> {
  const sql = connect(url, { max: 1, applicationName: 'student-talent-migrate' });
  try {
    return await sql.begin(async (transaction) => {
      await waitForLock(transaction, 'migrations');
      await transaction`
        create table if not exists migrations (
          name text primary key,
          sha256 text not null,
          applied_at timestamptz not null default now()
        )`;
      const umzug = new Umzug({
        migrations: await readMigrations(transaction),
        storage: storage(transaction),
        logger: undefined,
      });
      const applied = await umzug.up();
      return applied.map(({ name }) => name);
    });
  } finally {
    await sql.end();
  }
}

interface Migration {
  name: string;
  up: () => Promise<void>;
}

async function readMigrations(sql: TransactionSql): Promise<Migration[]> {
  const applied = await sql<{ name: string; sha256: string }[]>`select name, sha256 from migrations`;
  const hashes = new Map(applied.map(({ name, sha256 }) => [name, sha256]));
  const files = (await Array.fromAsync(glob(join(ROOT, 'sql/*.sql')))).sort();
  return Promise.all(
    files.map(async (file) => {
      const name = basename(file, '.sql');
      const text = await readFile(file, 'utf8');
      const sha256 = createHash('sha256').update(text).digest('hex');
      if (hashes.has(name) && hashes.get(name) !== sha256) {
        throw new Error(
          `sql/${name}.sql was edited after it was applied here: undo the edit and add a new migration`,
        );
      }
      return {
        name,
        async up() {
          await sql.unsafe(text).simple();
          await sql`insert into migrations (name, sha256) values (${name}, ${sha256})`;
        },
      };
    }),
  );
}

function storage(sql: TransactionSql): UmzugStorage {
  return {
    // A migration records itself, together with the hash of its text.
    logMigration: () => Promise.resolve(),
    unlogMigration: () => Promise.reject(new Error('migrations only go forward')),
    async executed() {
      const rows = await sql<{ name: string }[]>`select name from migrations order by name`;
      return rows.map(({ name }) => name);
    },
  };
}
