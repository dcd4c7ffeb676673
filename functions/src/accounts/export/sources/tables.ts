import { columnsOf, TABLES } from '../../inventory/inventory.ts';
import type { TableHolding } from '../../inventory/holding.ts';
import type { DataFile, ExportContext } from '../dataFile.ts';
import { ACT_FILES } from './acts.ts';
import { inBatches } from './inBatches.ts';
import { SPECIAL_TABLES, type TableSource } from './specialTables.ts';

/** The documents themselves are exported from Firestore, where others' parts of them are left out. */
const DOCUMENT = 'firebase_data';

type Exported = TableHolding & { exported?: unknown };

/** The tables whose rows are the person's, as the inventory says; one that is added there is in the archive. */
export const TABLE_FILES: readonly DataFile[] = TABLES.filter(
  ({ table, exported }: Exported) =>
    exported === true && !ACT_FILES.some(({ covers }) => covers.includes(table)),
).map(toFile);

function toFile(holding: TableHolding): DataFile {
  const { table, purpose } = holding;
  const source = SPECIAL_TABLES[table] ?? ownRows(holding);
  return {
    name: `data/postgres/${table}.json`,
    covers: [table],
    holds: `table “${table}” of the database: ${purpose}`,
    ...(source.others !== undefined && { others: source.others }),
    records: (context) => readTable(source, context),
  };
}

/** The rows with the person's id in a column for it, without the columns about others. */
function ownRows(holding: TableHolding): TableSource {
  const { table, owner = [], others = [] } = holding;
  const shown = columnsOf(holding).filter((column) => !others.includes(column) && column !== DOCUMENT);
  return {
    select: (sql, uid) => sql`
      select ${sql(shown)} from ${sql(table)}
      where ${owner.map((column, index) => sql`${index === 0 ? sql`` : sql`or`} ${sql(column)} = ${uid}`)}`,
  };
}

async function* readTable(
  { select, people = [] }: TableSource,
  { sql, uid, names }: ExportContext,
): AsyncGenerator<object> {
  // As JSON, so that every type arrives as Postgres writes it.
  // All in memory, since a cursor would hold a connection while names are read: of one person, a table has some megabytes.
  const rows = await sql<{ record: Record<string, unknown> }[]>`
    select to_jsonb(own) as record from (${select(sql, uid)}) as own`;
  for await (const batch of inBatches(rows)) {
    const ids = batch.flatMap(({ record }) => people.map((column) => record[column] as string | null));
    await names.load(ids.filter((id) => id !== uid));
    for (const { record } of batch) {
      const named = people.map((column) => {
        const id = record[column] as string | null;
        return [column, id === uid ? id : names.of(id)];
      });
      yield { ...record, ...Object.fromEntries(named) };
    }
  }
}
