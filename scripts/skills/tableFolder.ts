import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

/** A line as values by column name. */
export type Line<Column extends string> = Record<Column, string>;

export interface TableFormat {
  delimiter: ',' | '\t';
  /** Whether fields may be in double quotes. */
  quotes: boolean;
}

/** Reads the tables in a folder of plain or gzipped files, and collects the lines it rejects. */
export class TableFolder {
  readonly #folder: string;
  readonly #format: TableFormat;
  readonly #onFile: (file: string, lines: number) => void;
  /** Rejected lines as "file:line: reason". */
  readonly rejected: string[] = [];

  /** @param onFile called after each file with its number of lines */
  constructor(
    folder: string,
    format: TableFormat,
    onFile: (file: string, lines: number) => void = () => undefined,
  ) {
    this.#folder = folder;
    this.#format = format;
    this.#onFile = onFile;
  }

  /**
   * The lines of a table. Finds the file regardless of case, spaces, hyphens and underscores in its name, with or
   * without `.gz`. Lines whose number of fields differs from the header's, or that lack a value in a required column,
   * go to `rejected`.
   *
   * @param names file names without extension, in order of preference
   * @param columns `required` ones must have a value, `optional` ones may be empty or missing
   * @throws if a required column is missing, or the file is and not `isOptional`
   */
  async *read<Column extends string>(
    names: string[],
    columns: { required: readonly Column[]; optional?: readonly Column[]; isOptional?: boolean },
  ): AsyncGenerator<Line<Column>> {
    const files = await readdir(this.#folder);
    const file = names
      .map(normalise)
      .flatMap((name) => files.find((candidate) => stem(candidate) === name) ?? [])[0];
    if (file === undefined) {
      if (columns.isOptional) return;
      throw new Error(
        `${this.#folder} has no file "${names[0] ?? ''}". Pass the folder of the unpacked download.`,
      );
    }
    let header: string[] | undefined;
    let lines = 0;
    for await (const { record, info } of this.#records(file)) {
      if (header === undefined) {
        header = record.map((name) => name.trim());
        const missing = columns.required.filter((column) => !header?.includes(column));
        if (missing.length > 0) throw new Error(`${file} has no column "${missing.join('", "')}".`);
        continue;
      }
      lines += 1;
      const line = Object.fromEntries(header.map((name, index) => [name, record[index]?.trim() ?? '']));
      const empty = columns.required.find((column) => !line[column]);
      if (record.length !== header.length) {
        const fields = `${String(record.length)} fields instead of ${String(header.length)}`;
        this.rejected.push(`${file}:${String(info.lines)}: ${fields}`);
      } else if (empty !== undefined) {
        this.rejected.push(`${file}:${String(info.lines)}: "${empty}" is empty`);
      } else {
        for (const column of columns.optional ?? []) line[column] ??= '';
        yield line as Line<Column>;
      }
    }
    this.#onFile(file, lines);
  }

  #records(file: string): AsyncIterable<{ record: string[]; info: { lines: number } }> {
    const source = createReadStream(join(this.#folder, file));
    const parser = parse({
      bom: true,
      delimiter: this.#format.delimiter,
      quote: this.#format.quotes ? '"' : null,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
    });
    parser.on('skip', ({ lines, code }: { lines: number; code: string }) => {
      this.rejected.push(`${file}:${String(lines)}: ${code}`);
    });
    // pipe() does not forward errors to the stream that is read.
    const fail = (error: Error): void => {
      parser.destroy(error);
    };
    source.on('error', fail);
    if (file.endsWith('.gz')) source.pipe(createGunzip().on('error', fail)).pipe(parser);
    else source.pipe(parser);
    return parser as AsyncIterable<{ record: string[]; info: { lines: number } }>;
  }
}

function stem(file: string): string {
  return normalise(file.replace(/\.gz$/i, '').replace(/\.(txt|csv|tsv)$/i, ''));
}

function normalise(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}
