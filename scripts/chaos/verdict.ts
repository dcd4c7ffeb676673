import { isDeepStrictEqual } from 'node:util';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { counts, documentsWithOtherLinks } from '../../functions/test/support/state.ts';
import type { FinalState, History } from './history.ts';

/** What the push front saw. */
export interface Seen {
  deliveries: number;
  acks: number;
  /** Published messages that were never confirmed. */
  neverAcknowledged: number;
}

/** What is in Postgres in the end, against what has to be there. */
export interface Verdict {
  received: number;
  applied: number;
  superseded: number;
  deadLettered: number;
  documents: number;
  missing: string[];
  stale: string[];
  extra: string[];
  lettersMissing: string[];
  lettersUnexpected: string[];
  appliedTwice: string[];
  /** Sentences about numbers that do not agree, with by how much. */
  disagreements: { sentence: string; by: number }[];
  lost: number;
  doubled: number;
  unreconciled: number;
}

/** Compares everything in Postgres with the history and with what the push front saw. */
export async function judge(sql: Sql, history: History, seen: Seen): Promise<Verdict> {
  const total = await counts(sql);
  const documents = await compareDocuments(sql, history.final);
  const letters = await compareLetters(sql, history);
  const audit = await readAudit(sql);
  const outcomes = total.applied + total.superseded + total.dead_lettered;
  const disagreements = [
    differ('received and the sum of its outcomes', total.received, outcomes),
    differ('applied and the states that were written', total.applied, audit.written),
    differ('dead-lettered and the attempts of the dead letters', total.dead_lettered, letters.attempts),
    exceed('acknowledged deliveries exceed received', seen.acks, total.received),
    exceed('received exceeds deliveries', total.received, seen.deliveries),
    exceed('dead letters that were not expected', letters.unexpected.length, 0),
  ].filter(({ by }) => by > 0);
  const { missing, stale, extra } = documents;
  return {
    received: total.received,
    applied: total.applied,
    superseded: total.superseded,
    deadLettered: total.dead_lettered,
    documents: history.final.size,
    missing,
    stale,
    extra,
    lettersMissing: letters.missing,
    lettersUnexpected: letters.unexpected,
    appliedTwice: audit.twice,
    disagreements,
    lost: missing.length + stale.length + letters.missing.length + seen.neverAcknowledged,
    doubled: audit.twice.length + extra.length,
    unreconciled: disagreements.reduce((sum, { by }) => sum + by, 0),
  };
}

function differ(what: string, one: number, other: number): { sentence: string; by: number } {
  return { sentence: `${what} differ: ${String(one)} and ${String(other)}`, by: Math.abs(one - other) };
}

function exceed(what: string, one: number, other: number): { sentence: string; by: number } {
  return { sentence: `${what}: ${String(one)} against ${String(other)}`, by: Math.max(0, one - other) };
}

/** Every row that stands for a document, tombstones included, against the last state in the history. */
async function compareDocuments(
  sql: Sql,
  final: Map<string, FinalState>,
): Promise<Pick<Verdict, 'missing' | 'stale' | 'extra'>> {
  const missing = new Set(final.keys());
  const stale: string[] = [];
  const extra: string[] = [];
  for (const { table, keyColumns, fromColumns, pathOf } of allCollections) {
    const rows = await sql`
      select ${sql(keyColumns as string[])}, version::integer, live, firebase_data from ${sql(table)}
      where version > 0`;
    for (const row of rows) {
      const path = pathOf(fromColumns(row));
      const expected = final.get(path);
      missing.delete(path);
      if (expected === undefined) extra.push(path);
      else if (
        row['version'] !== expected.version ||
        row['live'] !== (expected.data !== null) ||
        !isDeepStrictEqual(row['firebase_data'], expected.data)
      )
        stale.push(path);
    }
  }
  const states = Object.fromEntries([...final].map(([path, { data }]) => [path, data]));
  const others = await documentsWithOtherLinks(sql, states);
  stale.push(...others.map((path) => `skills of ${path}`));
  return { missing: [...missing], stale, extra };
}

interface Letters {
  missing: string[];
  unexpected: string[];
  attempts: number;
}

async function compareLetters(sql: Sql, { poisonPaths, unreadable }: History): Promise<Letters> {
  const rows = await sql<{ key: string; path: string | null; attempts: number }[]>`
    select key, path, attempts from dead_letters`;
  const paths = new Set(rows.flatMap(({ path }) => (path === null ? [] : [path])));
  const pathless = rows.filter(({ path }) => path === null).map(({ key }) => key);
  return {
    missing: [...poisonPaths]
      .filter((path) => !paths.has(path))
      .concat(
        pathless.length < unreadable
          ? Array<string>(unreadable - pathless.length).fill('an unreadable message')
          : [],
      ),
    unexpected: [...paths].filter((path) => !poisonPaths.has(path)).concat(pathless.slice(unreadable)),
    attempts: rows.reduce((sum, { attempts }) => sum + attempts, 0),
  };
}

async function readAudit(sql: Sql): Promise<{ written: number; twice: string[] }> {
  const [audit] = await sql<{ written: number }[]>`select count(*)::integer as written from chaos_applied`;
  const twice = await sql<{ state: string }[]>`
    select table_name || '/' || key || '@' || version as state
    from chaos_applied group by table_name, key, version having count(*) > 1`;
  return { written: audit?.written ?? 0, twice: twice.map(({ state }) => state) };
}
