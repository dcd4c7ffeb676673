import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { POOL_SIZE, type Sql } from '../../functions/src/platform/postgres.ts';
import type { Json } from '../../functions/src/platform/documents/json.ts';
import type { BareRows } from './bareRows.ts';

/** One table's rows in COPY format, split into one part per connection. */
export interface CopyMerge {
  /** Columns of the temporary table, with their types. */
  staging: string;
  merge: string;
  parts: string[];
}

/** Characters per write to the COPY stream. */
const CHUNK = 65_536;

/** Serialises rows to COPY text ahead of the measurement. */
export function copyMerges(phases: BareRows[]): CopyMerge[] {
  return phases.map(({ fields, rows, merge }) => {
    const names = Object.keys(fields);
    const lines = rows.map((row) => `${names.map((name) => field(row[name])).join('\t')}\n`);
    const size = Math.ceil(rows.length / POOL_SIZE);
    return {
      staging: Object.entries(fields)
        .map(([name, type]) => `${name} ${type}`)
        .join(', '),
      merge: merge('staging'),
      parts: Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
        lines.slice(index * size, (index + 1) * size).join(''),
      ),
    };
  });
}

/** Table by table, copies each part into a temporary table and merges it, on all connections at once. */
export async function runCopyMerges(sql: Sql, phases: CopyMerge[]): Promise<void> {
  for (const { staging, merge, parts } of phases) {
    await Promise.all(
      parts.map((part) =>
        sql.begin(async (transaction) => {
          await transaction.unsafe(`create temp table staging (${staging}) on commit drop`);
          const stream = await transaction`copy staging from stdin`.writable();
          await pipeline(Readable.from(chunks(part)), stream);
          await transaction.unsafe(merge);
        }),
      ),
    );
  }
}

function* chunks(text: string): Generator<string> {
  for (let start = 0; start < text.length; start += CHUNK) yield text.slice(start, start + CHUNK);
}

/** A value in COPY's text format (https://www.postgresql.org/docs/current/sql-copy.html). */
function field(value: Json | undefined): string {
  if (value === null || value === undefined) return '\\N';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
