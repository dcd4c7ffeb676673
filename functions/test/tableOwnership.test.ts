import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** Statements that write a table, and calls that write one by its name. */
const WRITES =
  /\b(?:insert\s+into|update|delete\s+from|truncate(?:\s+table)?|merge\s+into|copy)\s+(?:only\s+)?"?([a-z_]+)|\breplaceRows\(\s*\w+,\s*'([a-z_]+)'/gi;

/** The domain of each table: the first word of the migration that creates it, as in `0005_people_matching.sql`. */
function readOwners(): Map<string, string> {
  const owners = new Map<string, string>();
  for (const path of globSync(join(ROOT, 'sql/*.sql'))) {
    const domain = /^\d+_([a-z]+)/.exec(basename(path))?.[1] ?? '';
    for (const [, table = ''] of readFileSync(path, 'utf8').matchAll(
      /^create (?:unlogged )?table ([a-z_]+)/gim,
    )) {
      owners.set(table, domain);
    }
  }
  return owners;
}

/** The tables that a text writes. */
function writtenTables(text: string): string[] {
  return [...text.matchAll(WRITES)].flatMap(([, written, replaced]) => written ?? replaced ?? []);
}

function foreignWrites(domain: string, text: string, owners: Map<string, string>): string[] {
  return writtenTables(text).filter((table) => owners.has(table) && owners.get(table) !== domain);
}

describe('tables', () => {
  const owners = readOwners();

  it('belong to a domain of functions/src', () => {
    assert.ok(owners.size > 40);
    const domains = new Set(globSync(join(ROOT, 'functions/src/*/')).map((path) => basename(path)));
    for (const [table, domain] of owners) assert.ok(domains.has(domain), `${table} belongs to "${domain}"`);
  });

  it('are written only by the domain that owns them', () => {
    const source = join(ROOT, 'functions/src');
    const violations = globSync('*/**/*.ts', { cwd: source }).flatMap((path) => {
      const domain = path.slice(0, path.indexOf('/'));
      return foreignWrites(domain, readFileSync(join(source, path), 'utf8'), owners).map(
        (table) => `${path} writes ${table}, which belongs to ${owners.get(table) ?? ''}`,
      );
    });
    assert.deepEqual(violations, []);
  });

  it('written by another domain are reported', () => {
    const writes = [
      'insert into search_queue (user_id) values (1)',
      'update skills set people = 0',
      'delete from users where id = 1',
      'truncate recommendations',
      'merge into event_statistics as existing',
      "await replaceRows(sql, 'career_titles', ['key'], rows)",
    ];
    for (const write of writes) assert.equal(foreignWrites('media', write, owners).length, 1, write);
    assert.deepEqual(foreignWrites('people', 'insert into search_queue select 1', owners), []);
    assert.deepEqual(foreignWrites('media', 'select from users for update of users', owners), []);
  });
});
