import { transaction, type Sql } from '../../functions/src/platform/postgres.ts';
import type { Collection } from '../../functions/src/platform/documents/collection.ts';
import type { PathRange } from '../../functions/src/sync/pipeline/documentReader.ts';

/** A part of a collection, and how far it has been copied. */
export interface Partition {
  collection: Collection;
  number: number;
  range: PathRange;
  /** Path of the last document that is in Postgres; null before the first. */
  afterPath: string | null;
  /** Documents copied so far. */
  documents: number;
  finished: boolean;
}

/** Where a backfill keeps how far it has come: in the database that it fills. */
export class Checkpoints {
  readonly #sql: Sql;
  readonly #source: string;

  /** @param source `projects/…/databases/…` */
  constructor(sql: Sql, source: string) {
    this.#sql = sql;
    this.#source = source;
  }

  /** The partitions of a collection whose last backfill was not finished; none otherwise. */
  async unfinished(collection: Collection): Promise<Partition[]> {
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
      range: { after: parsed(row.first_id), upTo: parsed(row.end_id) },
      afterPath: parsed(row.after_path),
      documents: Number(row.documents),
      finished: row.finished,
    }));
  }

  /** Replaces a collection's partitions by new ones. */
  async start(collection: Collection, ranges: PathRange[]): Promise<Partition[]> {
    const rows = ranges.map(({ after, upTo }, number) => ({
      source: this.#source,
      collection: collection.table,
      number,
      first_id: text(after),
      end_id: text(upTo),
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

  /** Keeps how far a partition has come. */
  async save({ collection, number, afterPath, documents, finished }: Partition): Promise<void> {
    await this.#sql`
      update backfill_partitions
      set after_path = ${text(afterPath)}, documents = ${documents}, finished = ${finished}
      where source = ${this.#source} and collection = ${collection.table} and number = ${number}`;
  }
}

/** Paths are kept as JSON: Firestore's may hold characters that Postgres's text cannot. */
function text(path: string | null): string | null {
  return path === null ? null : JSON.stringify(path);
}

function parsed(json: string | null): string | null {
  return json === null ? null : (JSON.parse(json) as string);
}
