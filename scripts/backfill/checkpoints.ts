import { transaction, type Sql } from '../../functions/src/platform/postgres.ts';
import type { Collection } from '../../functions/src/platform/documents/collection.ts';
import type { PathRange } from '../../functions/src/sync/pipeline/documentReader.ts';

/** A part of a collection, and the progress of copying it. */
export interface Partition {
  collection: Collection;
  number: number;
  range: PathRange;
  /** Path of the last document copied; null before the first. */
  afterPath: string | null;
  /** Documents copied so far. */
  documents: number;
  finished: boolean;
}

/** Stores the progress of a backfill, in the database that it fills. */
export class Checkpoints {
  readonly #sql: Sql;
  readonly #source: string;

  /** @param source `projects/…/databases/…` */
  constructor(sql: Sql, source: string) {
    this.#sql = sql;
    this.#source = source;
  }

  /** Reads the partitions of a collection's interrupted backfill; none if the last one finished. */
  async readUnfinished(collection: Collection): Promise<Partition[]> {
    const rows = await this.#sql<
      {
        number: number;
        first_id: string | null;
        end_id: string | null;
        after_path: string | null;
        documents: string;
        finished: boolean;
      }[]
    >`
      select number, first_id, end_id, after_path, documents, finished from backfill_partitions
      where source = ${this.#source} and collection = ${collection.table}
      order by number`;
    if (rows.every(({ finished }) => finished)) return [];
    return rows.map((row) => ({
      collection,
      number: row.number,
      range: { after: fromStoredPath(row.first_id), upTo: fromStoredPath(row.end_id) },
      afterPath: fromStoredPath(row.after_path),
      documents: Number(row.documents),
      finished: row.finished,
    }));
  }

  /** Replaces a collection's partitions. */
  async start(collection: Collection, ranges: PathRange[]): Promise<Partition[]> {
    const rows = ranges.map(({ after, upTo }, number) => ({
      source: this.#source,
      collection: collection.table,
      number,
      first_id: toStoredPath(after),
      end_id: toStoredPath(upTo),
    }));
    await transaction(this.#sql, async (sql) => {
      await sql`
        delete from backfill_partitions where source = ${this.#source} and collection = ${collection.table}`;
      await sql`
        insert into backfill_partitions (source, collection, number, first_id, end_id)
        select source, collection, number, first_id, end_id
        from json_populate_recordset(null::backfill_partitions, ${JSON.stringify(rows)}::text::json)`;
    });
    return ranges.map((range, number) => ({
      collection,
      number,
      range,
      afterPath: null,
      documents: 0,
      finished: false,
    }));
  }

  /** Saves the progress of a partition. */
  async save({ collection, number, afterPath, documents, finished }: Partition): Promise<void> {
    await this.#sql`
      update backfill_partitions
      set after_path = ${toStoredPath(afterPath)}, documents = ${documents}, finished = ${finished}
      where source = ${this.#source} and collection = ${collection.table} and number = ${number}`;
  }
}

/** Paths are stored as JSON, because they may contain characters that Postgres text cannot. */
function toStoredPath(path: string | null): string | null {
  return path === null ? null : JSON.stringify(path);
}

function fromStoredPath(json: string | null): string | null {
  return json === null ? null : (JSON.parse(json) as string);
}
