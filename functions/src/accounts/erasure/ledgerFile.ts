import { z } from 'zod';
import { keyFingerprint } from '../../platform/erasure/keyedHash.ts';
import type { Sql } from '../../platform/postgres.ts';

/** An erasure that has begun, as the exported ledger has it: it names nobody. */
export type LedgerEntry = z.infer<typeof entrySchema>;

const time = z.iso.datetime({ offset: true });
const hash = z.string().regex(/^[\da-f]{64}$/);

const entrySchema = z.object({
  /** The keyed hash of the person, and the fingerprint of the key, as hex. */
  person: hash,
  key: hash,
  receipt: z.uuid(),
  requestedBy: z.enum(['person', 'administrator', 'operator', 'account']),
  requestedAt: time,
  dueAt: time,
  beganAt: time,
});

/**
 * Reads the ledger of erasures for a file of JSON lines: everybody whose erasure has begun.
 *
 * @throws PostgresError EK001 if it was written with another ERASURE_KEY
 */
export async function exportLedger(sql: Sql): Promise<string[]> {
  const rows = await sql<Omit<LedgerEntry, 'key'>[]>`
    select encode(person, 'hex') as person, id as receipt, requested_by as "requestedBy", requested_at as "requestedAt",
      due_at as "dueAt", began_at as "beganAt"
    from erasures where began_at is not null order by began_at, person`;
  await sql`select check_erasure_key(${keyFingerprint()})`;
  const key = keyFingerprint().toString('hex');
  return rows.map((row) => JSON.stringify({ ...row, key }));
}

/** @throws Error that names the line if one is no entry, or was written with another ERASURE_KEY */
export function parseLedger(lines: readonly string[]): LedgerEntry[] {
  const key = keyFingerprint().toString('hex');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const entry = parseLine(line);
    if (entry === null) throw new Error(`Line ${String(index + 1)} is not an entry of a ledger of erasures.`);
    if (entry.key !== key) {
      throw new Error(
        `Line ${String(index + 1)} was written with another ERASURE_KEY: set the key that the functions had then.`,
      );
    }
    return [entry];
  });
}

function parseLine(line: string): LedgerEntry | null {
  try {
    return entrySchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
