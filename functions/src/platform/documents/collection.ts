import type { z } from 'zod';
import type { Sql, TransactionSql } from '../postgres.ts';
import type { JsonObject } from './json.ts';

/** What a column can receive; times are RFC 3339 strings, so that no precision is lost on the way. */
export type ColumnValue = string | number | boolean | null | JsonObject | JsonObject[] | string[];

/** What a projection may use besides the document's fields. */
interface Origin {
  /** Path parameters by name: `users/{uid}/positions/{positionId}` gives `uid` and `positionId`. */
  params: Record<string, string>;
  /** When the document was created, or re-created; null when the source does not say. */
  createTime: string | null;
  /** When this state of the document was committed. */
  updateTime: string;
}

/** A document whose state has just been written, for {@link ChildRows}. */
export interface Written<Fields> {
  /** The row's key, in the order of the collection's `key`. */
  key: string[];
  /** The parsed fields, or null when the document was deleted. */
  fields: Fields | null;
}

export interface CollectionDefinition<Fields, Key extends string, Column extends string> {
  /** Firestore path pattern of the documents. */
  path: string;
  /** Table the documents go to. */
  table: string;
  /** The table's primary key: for each column, the path parameter that fills it. */
  key: Record<Key, string>;
  /** Parses `firebase_data`. A field it refuses sends the document to the dead letters. */
  schema: z.ZodType<Fields>;
  /** Columns that {@link CollectionDefinition.project} fills. */
  columns: readonly Column[];
  /** Columns that reference the key of another collection's table: column → table. */
  references?: Partial<Record<NoInfer<Key | Column>, string>>;
  /** Maps the parsed fields to a value for each column. Pure: the same document, the same row. */
  project: (fields: Fields, origin: Origin) => Record<Column, ColumnValue>;
  /** Rows in other tables that the documents own. */
  childRows?: ChildRows<Fields>;
}

/** How the rows that documents own in other tables are written and checked. */
export interface ChildRows<Fields> {
  /** Writes them, in the transaction that wrote the documents' own rows and holds their locks. */
  write: (sql: TransactionSql, written: Written<Fields>[]) => Promise<void>;
  /** The keys of the documents whose child rows are not what `write` would make them. */
  differing: (sql: Sql, written: Written<Fields>[]) => Promise<string[][]>;
}

/** A collection whose field and column types no longer matter to the caller. */
export interface Collection {
  path: string;
  table: string;
  keyColumns: readonly string[];
  /** The key's columns in the order of the path, which is how Firestore sorts the documents. */
  pathColumns: readonly string[];
  columns: readonly string[];
  references: readonly { column: string; table: string }[];
  /** The path parameters when the path belongs to this collection, otherwise null. */
  match: (path: string) => Record<string, string> | null;
  /** The row's key for these path parameters. */
  keyOf: (params: Record<string, string>) => string[];
  /** The key as the columns of a row, and back. */
  toColumns: (key: readonly string[]) => Record<string, string>;
  fromColumns: (row: Record<string, unknown>) => string[];
  /** The path of the document with this key: the inverse of `keyOf`. */
  pathOf: (key: readonly string[]) => string;
  /** Parses and projects a document. @throws ZodError when the document does not fit. */
  parse: (data: JsonObject, origin: Origin) => { fields: unknown; row: Record<string, ColumnValue> };
  childRows: ChildRows<unknown> | null;
}

/** Identifies a row within its table, whatever its key holds. */
export function rowId(key: readonly string[]): string {
  return JSON.stringify(key);
}

/** The collection that a document belongs to, with its path parameters; null when none is declared. */
export function collectionOf(
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
 * Declares a synchronised collection. The trigger, the writer and the comparison with Firestore are
 * all derived from what is declared here.
 */
export function defineCollection<Fields, Key extends string, Column extends string>(
  definition: CollectionDefinition<Fields, Key, Column>,
): Collection {
  const { path, table, key, schema, columns, references = {}, project, childRows } = definition;
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
      return { fields, row: project(fields, origin) };
    },
    // The writer hands back the very fields that this collection's schema produced.
    childRows: (childRows as Collection['childRows'] | undefined) ?? null,
  };
}
