import { isDeepStrictEqual } from 'node:util';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { counts, documentsWithDifferingChildRows } from '../../functions/test/support/state.ts';
import type { FinalState, History } from './history.ts';

/** The deliveries that the push front counted. */
export interface DeliveryTotals {
  deliveries: number;
  acks: number;
  /** Published messages that were never acknowledged. */
  neverAcknowledged: number;
}

/** The final state of Postgres, compared with the expected one. */
export interface Verdict {
  received: number;
  applied: number;
  superseded: number;
  deadLettered: number;
  documents: number;
  missing: string[];
  stale: string[];
  extra: string[];
  missingDeadLetters: string[];
  unexpectedDeadLetters: string[];
  appliedTwice: string[];
  /** Numbers that do not agree, each as a sentence and a difference. */
  disagreements: { sentence: string; by: number }[];
  lost: number;
  doubled: number;
  unreconciled: number;
}

/** Compares Postgres with the history and with the counts of the push front. */
export async function judge(sql: Sql, history: History, deliveries: DeliveryTotals): Promise<Verdict> {
  const total = await counts(sql);
  const documents = await compareDocuments(sql, history.final);
  const deadLetters = await compareDeadLetters(sql, history);
  const audit = await readAudit(sql);
  const outcomes = total.applied + total.superseded + total.dead_lettered;
  const disagreements = [
    differ('received and the sum of outcomes', total.received, outcomes),
    differ('applied and the states written', total.applied, audit.states),
    differ('dead-lettered and the attempts of the dead letters', total.dead_lettered, deadLetters.attempts),
    exceed('acknowledged deliveries exceed received', deliveries.acks, total.received),
    exceed('received exceeds deliveries', total.received, deliveries.deliveries),
    exceed('unexpected dead letters', deadLetters.unexpected.length, 0),
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
    missingDeadLetters: deadLetters.missing,
    unexpectedDeadLetters: deadLetters.unexpected,
    appliedTwice: audit.duplicates,
    disagreements,
    lost: missing.length + stale.length + deadLetters.missing.length + deliveries.neverAcknowledged,
    doubled: audit.duplicates.length + extra.length,
    unreconciled: disagreements.reduce((sum, { by }) => sum + by, 0),
  };
}

function differ(what: string, one: number, other: number): { sentence: string; by: number } {
  return { sentence: `${what} differ: ${String(one)} and ${String(other)}`, by: Math.abs(one - other) };
}

function exceed(what: string, one: number, other: number): { sentence: string; by: number } {
  return { sentence: `${what}: ${String(one)} against ${String(other)}`, by: Math.max(0, one - other) };
}

/** Compares every row of a document, tombstones included, with the last state in the history. */
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
  const differing = await documentsWithDifferingChildRows(sql, states);
  stale.push(...differing.map((path) => `child rows of ${path}`));
  return { missing: [...missing], stale, extra };
}

interface DeadLetterComparison {
  missing: string[];
  unexpected: string[];
  attempts: number;
}

async function compareDeadLetters(
  sql: Sql,
  { poisonPaths, unreadable }: History,
): Promise<DeadLetterComparison> {
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

async function readAudit(sql: Sql): Promise<{ states: number; duplicates: string[] }> {
  const [audit] = await sql<{ states: number }[]>`select count(*)::integer as states from chaos_applied`;
  const duplicates = await sql<{ state: string }[]>`
    select table_name || '/' || key || '@' || version as state
    from chaos_applied group by table_name, key, version having count(*) > 1`;
  return { states: audit?.states ?? 0, duplicates: duplicates.map(({ state }) => state) };
}
