import type { z } from 'zod';
import type { Sql, TransactionSql } from '../postgres.ts';
import { documentTimes, type DocumentTimes, type WriteTimes } from './documentTimes.ts';
import type { JsonObject } from './json.ts';

/** A column value. Times are RFC 3339 strings, which keep precision that `Date` would lose. */
export type ColumnValue = string | number | boolean | null | JsonObject | JsonObject[] | string[];

/** Where and when a document was written. */
interface DocumentOrigin extends WriteTimes {
  /** Path parameters by name: `users/{uid}/positions/{positionId}` gives `uid` and `positionId`. */
  params: Record<string, string>;
}

/** What a projection may use besides the document's fields. */
interface ProjectionContext extends DocumentTimes {
  params: Record<string, string>;
  /** Commit time of this document state. */
  updateTime: string;
}

/** A document whose row has just been written; see {@link ChildRows}. */
export interface WrittenDocument<Fields> {
  /** The row key, in the order of the collection's `key`. */
  key: string[];
  /** The parsed fields, or null if the document was deleted. */
  fields: Fields | null;
  /** Whether what it brings counts towards its person's limits of a day: unless a backfill, a repair or an import does. */
  isPaced?: boolean;
}

export interface CollectionDefinition<Fields, Key extends string, Column extends string> {
  /** Firestore path pattern of the documents. */
  path: string;
  /** Table that holds the documents. */
  table: string;
  /** Primary key: each column with the path parameter that fills it. */
  key: Record<Key, string>;
  /** Parses `firebase_data`. If it rejects a field, the document becomes a dead letter. */
  schema: z.ZodType<Fields> & { shape: Readonly<Record<string, z.ZodType>> };
  /** Columns filled by {@link CollectionDefinition.project}. */
  columns: readonly Column[];
  /** Foreign keys to other synchronised tables: column → table. */
  references?: Partial<Record<NoInfer<Key | Column>, string>>;
  /** Maps the parsed fields to column values. Pure: the same document always gives the same row. */
  project: (fields: Fields, context: ProjectionContext) => Record<Column, ColumnValue>;
  /** Rows in other tables that belong to the documents. */
  childRows?: ChildRows<Fields>;
  /**
   * Fields with the ids of the people whose document it is: it goes with each of them. Those whose ids are in its path need
   * not be named.
   */
  owners?: readonly (keyof NoInfer<Fields> & string)[];
  /** How many of them a person may create on a day. */
  perDay?: DailyLimit<NoInfer<Key | Column>>;
}

/** A limit for each day of the campus. */
interface DailyLimit<Column extends string> {
  /** The column of the person who creates a document. */
  person: Column;
  limit: () => number;
}

/** Writes and checks the rows in other tables that belong to a collection's documents. */
export interface ChildRows<Fields> {
  /** The document's fields that they hold. */
  fields: readonly string[];
  /** Writes them in the transaction that wrote the documents' own rows and holds their locks. */
  write: (sql: TransactionSql, written: WrittenDocument<Fields>[]) => Promise<void>;
  /** Returns the keys of the documents whose child rows differ from what `write` would produce. */
  findDiffering: (sql: Sql, written: WrittenDocument<Fields>[]) => Promise<string[][]>;
}

/** A declared collection, with its field and column types erased. */
export interface Collection {
  path: string;
  table: string;
  keyColumns: readonly string[];
  /** Key columns in path order, the order in which Firestore sorts the documents. */
  pathColumns: readonly string[];
  columns: readonly string[];
  references: readonly { column: string; table: string }[];
  owners: readonly string[];
  /** The parser of each declared field, by field name. */
  fieldParsers: Readonly<Record<string, z.ZodType>>;
  /** The path parameters if the path belongs to this collection, otherwise null. */
  match: (path: string) => Record<string, string> | null;
  /** The row key for these path parameters. */
  keyOf: (params: Record<string, string>) => string[];
  /** Converts a key to key columns, and back. */
  toColumns: (key: readonly string[]) => Record<string, string>;
  fromColumns: (row: Record<string, unknown>) => string[];
  /** The path of the document with this key. */
  pathOf: (key: readonly string[]) => string;
  /** Parses and projects a document. @throws ZodError if the document does not fit the schema. */
  parse: (data: JsonObject, origin: DocumentOrigin) => { fields: unknown; row: Record<string, ColumnValue> };
  childRows: ChildRows<unknown> | null;
  perDay: DailyLimit<string> | null;
}

/** A string that identifies a row within its table. */
export function rowId(key: readonly string[]): string {
  return JSON.stringify(key);
}

/** Finds the collection of a document path, with its path parameters; null if none is declared. */
export function findCollection(
  collections: readonly Collection[],
  path: string,
): { collection: Collection; params: Record<string, string> } | null {
  for (const collection of collections) {
    const params = collection.match(path);
    if (params !== null) return { collection, params };
  }
  return null;
}

/**
 * Declares a synchronised collection. Its trigger, writer, backfill and consistency check are all
 * derived from the declaration.
 */
export function defineCollection<Fields, Key extends string, Column extends string>(
  definition: CollectionDefinition<Fields, Key, Column>,
): Collection {
  const {
    path,
    table,
    key,
    schema,
    columns,
    references = {},
    project,
    childRows,
    owners,
    perDay,
  } = definition;
  const pattern = path.split('/').map((segment) => /^\{(.+)\}$/.exec(segment)?.[1] ?? { literal: segment });
  const keyColumns = Object.keys(key);
  const params = Object.values<string>(key);
  return {
    path,
    table,
    keyColumns,
    pathColumns: pattern
      .filter((part) => typeof part === 'string')
      .map((part) => keyColumns[params.indexOf(part)] ?? ''),
    columns,
    fieldParsers: schema.shape,
    references: Object.entries(references as Record<string, string>).map(([column, parent]) => ({
      column,
      table: parent,
    })),
    match(documentPath) {
      const segments = documentPath.split('/');
      if (segments.length !== pattern.length) return null;
      const found: Record<string, string> = {};
      for (const [index, part] of pattern.entries()) {
        const segment = segments[index] ?? '';
        if (typeof part === 'string') found[part] = segment;
        else if (part.literal !== segment) return null;
      }
      return found;
    },
    keyOf: (found) => params.map((param) => found[param] ?? ''),
    toColumns: (values) =>
      Object.fromEntries(keyColumns.map((column, index) => [column, values[index] ?? ''])),
    fromColumns: (row) => keyColumns.map((column) => String(row[column])),
    pathOf: (values) =>
      pattern
        .map((part) => (typeof part === 'string' ? (values[params.indexOf(part)] ?? '') : part.literal))
        .join('/'),
    parse(data, origin) {
      const fields = schema.parse(data);
      const { params: found, updateTime } = origin;
      const context = { params: found, updateTime, ...documentTimes(data, origin) };
      return { fields, row: project(fields, context) };
    },
    // Safe: callers pass only fields that this collection's own schema produced.
    childRows: (childRows as Collection['childRows'] | undefined) ?? null,
    owners: owners ?? [],
    perDay: perDay ?? null,
  };
}
