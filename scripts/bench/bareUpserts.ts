import { POOL_SIZE, type Sql } from '../../functions/src/platform/postgres.ts';
import type { BareRows } from './bareRows.ts';

/** Multi-row upserts of one table, serialised beforehand. */
export interface BareUpserts {
  statement: string;
  batches: string[];
}

/** The upserts of these rows in batches of so many. */
export function bareUpserts(phases: BareRows[], batch: number): BareUpserts[] {
  return phases.map(({ fields, rows, merge }) => {
    const record = Object.entries(fields).map(([name, type]) => `${name} ${type}`);
    return {
      statement: merge(`jsonb_to_recordset($1::text::jsonb) as incoming (${record.join(', ')})`),
      batches: Array.from({ length: Math.ceil(rows.length / batch) }, (_, index) =>
        JSON.stringify(rows.slice(index * batch, (index + 1) * batch)),
      ),
    };
  });
}

/** Runs them table by table; the batches of a table over all connections at the same time. */
export async function runBareUpserts(sql: Sql, phases: BareUpserts[]): Promise<void> {
  for (const { statement, batches } of phases) {
    const queue = batches.values();
    await Promise.all(
      Array.from({ length: POOL_SIZE }, async () => {
        for (const json of queue) await sql.unsafe(statement, [json]);
      }),
    );
  }
}
