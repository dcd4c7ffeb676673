import { POOL_SIZE, type Sql } from '../../functions/src/platform/postgres.ts';
import type { BareRows } from './bareRows.ts';

/** Multi-row upserts of one table, serialised beforehand. */
export interface BareUpserts {
  statement: string;
  batches: string[];
}

/** Serialises rows into upserts of `batchSize` rows each. */
export function bareUpserts(phases: BareRows[], batchSize: number): BareUpserts[] {
  return phases.map(({ fields, rows, merge }) => {
    const record = Object.entries(fields).map(([name, type]) => `${name} ${type}`);
    return {
      statement: merge(`jsonb_to_recordset($1::text::jsonb) as incoming (${record.join(', ')})`),
      batches: Array.from({ length: Math.ceil(rows.length / batchSize) }, (_, index) =>
        JSON.stringify(rows.slice(index * batchSize, (index + 1) * batchSize)),
      ),
    };
  });
}

/** Runs the upserts table by table, the batches of one table on all connections at once. */
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
