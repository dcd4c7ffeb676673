import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeInventory } from '../../../scripts/docs/describeInventory.ts';
import type { Erasure } from '../../src/accounts/inventory/holding.ts';
import { columnsOf, STORES, TABLES } from '../../src/accounts/inventory/inventory.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';

const ROOT = join(import.meta.dirname, '../../..');

describe('the inventory of what is kept', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  it('declares every column of every table, once', async () => {
    const rows = await database.sql<{ column: string }[]>`
      select relname || '.' || attname as "column"
      from pg_attribute join pg_class on pg_class.oid = attrelid
      where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped`;
    const declared = TABLES.flatMap((table) => columnsOf(table).map((column) => `${table.table}.${column}`));
    assert.deepEqual(declared.sort(), rows.map(({ column }) => column).sort());
  });

  it('says of every column that refers to a user whose it is', async () => {
    const rows = await database.sql<{ table: string; column: string }[]>`
      select conrelid::regclass::text as table, attname as column
      from pg_constraint join pg_attribute on attrelid = conrelid and attnum = any(conkey)
      where contype = 'f' and confrelid = 'users'::regclass`;
    assert.ok(rows.length > 8);
    for (const row of rows) {
      const { owner = [], others = [] } = TABLES.find(({ table }) => table === row.table) ?? {};
      assert.ok([...owner, ...others].includes(row.column), `${row.table}.${row.column}`);
    }
  });

  it('says how every column that names somebody goes', () => {
    for (const { table, erasure, owner = [], others = [], personal = [], plain = [] } of TABLES) {
      if (typeof erasure === 'string') continue;
      const { deletes = [], deletesMentions = [], clears = [], purges }: Erasure = erasure;
      const ways = [...deletes, ...deletesMentions, ...clears];
      const columns = [...owner, ...others, ...personal, ...plain];
      assert.deepEqual(
        ways.filter((column) => !columns.includes(column)),
        [],
        table,
      );
      if (purges !== undefined) continue;
      const naming = [...owner, ...others].filter((column) => column !== 'firebase_data');
      assert.deepEqual(
        naming.filter((column) => !ways.includes(column)),
        [],
        table,
      );
    }
  });

  it('declares as cascading what the schema deletes with other rows', async () => {
    const rows = await database.sql<{ table: string }[]>`
      select distinct conrelid::regclass::text as table from pg_constraint
      where contype = 'f' and confdeltype = 'c'`;
    const cascading = TABLES.filter(({ erasure }) => erasure === 'cascade').map(({ table }) => table);
    const actual = new Set(rows.map(({ table }) => table));
    assert.deepEqual(
      cascading.filter((table) => !actual.has(table)),
      [],
    );
  });

  it('says why of what is kept for good', () => {
    const terms = [...TABLES, ...STORES].map(({ term }) => term);
    const unexplained = terms.filter((term) => typeof term === 'string' && /good$|ever$/.test(term));
    assert.deepEqual(unexplained, []);
  });

  it('declares every Firestore path that the rules name, and no other', () => {
    const declared = STORES.filter(({ store }) => store === 'Firestore').map(({ place }) => place);
    assert.deepEqual(declared.map(withoutNames).sort(), pathsOfRules().map(withoutNames).sort());
  });

  it('is what docs/data-inventory.md says', () => {
    const written = readFileSync(join(ROOT, 'docs/data-inventory.md'), 'utf8');
    assert.equal(written, describeInventory(), 'run "npm run inventory"');
  });
});

/** The paths that `firestore.rules` matches, without the root and collection groups. */
function pathsOfRules(): string[] {
  const rules = readFileSync(join(ROOT, 'firestore.rules'), 'utf8');
  const open: { path: string; indent: number }[] = [];
  const paths: string[] = [];
  for (const [, indent = '', path = ''] of rules.matchAll(/^( *)match \/(.+) \{$/gm)) {
    while ((open.at(-1)?.indent ?? -1) >= indent.length) open.pop();
    open.push({ path, indent: indent.length });
    if (path.startsWith('databases/') || path.startsWith('{')) continue;
    paths.push(
      open
        .slice(1)
        .map((match) => match.path)
        .join('/'),
    );
  }
  return paths;
}

const withoutNames = (path: string): string => path.replaceAll(/\{[^}]*\}/g, '{}');
