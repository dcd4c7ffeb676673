import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

/** A line of a table by the names of its columns. */
export type Line<Column extends string> = Record<Column, string>;

export interface TableFormat {
  delimiter: ',' | '\t';
  /** Whether fields may stand in double quotes. */
  quotes: boolean;
}

/** Reads the tables of a folder, whose files may be gzipped, and keeps account of what it could not read. */
export class TableFolder {
  readonly #folder: string;
  readonly #format: TableFormat;
  readonly #onFile: (file: string, lines: number) => void;
  /** Lines that were left out, as "file:line: what is wrong". */
  readonly bad: string[] = [];

  /** @param onFile hears of every file that has been read, and how many lines it had */
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
   * The lines of a table. The file is found whatever case, spaces, hyphens or underscores its name is written
   * with, and with or without `.gz`. A line with another number of fields than the header, or without a value
   * in a required column, is left out and named in `bad`.
   *
   * @param names of the file, without its ending; the first that is there counts
   * @param required columns that must have a value; `optional` ones may be empty or missing
   * @throws when the file or a required column is missing, unless the file `mayBeMissing`
   */
  async *read<Column extends string>(
    names: string[],
    columns: { required: readonly Column[]; optional?: readonly Column[]; mayBeMissing?: boolean },
  ): AsyncGenerator<Line<Column>> {
    const files = await readdir(this.#folder);
    const file = names.map(plain).flatMap((name) => files.find((each) => stem(each) === name) ?? [])[0];
    if (file === undefined) {
      if (columns.mayBeMissing) return;
      throw new Error(`${this.#folder} has no file "${names[0] ?? ''}": is it the folder of the download?`);
    }
    let header: string[] | undefined;
    let lines = 0;
    for await (const { record, info } of this.#records(file)) {
      if (header === undefined) {
        header = record.map((name) => name.trim());
        const missing = columns.required.filter((column) => !header?.includes(column));
        if (missing.length > 0) throw new Error(`${file} has no column "${missing.join('", "')}"`);
        continue;
      }
      lines += 1;
      const line = Object.fromEntries(header.map((name, index) => [name, record[index]?.trim() ?? '']));
      const empty = columns.required.find((column) => !line[column]);
      if (record.length !== header.length) {
        const fields = `${String(record.length)} fields, not ${String(header.length)}`;
        this.bad.push(`${file}:${String(info.lines)}: ${fields}`);
      } else if (empty !== undefined) {
        this.bad.push(`${file}:${String(info.lines)}: no "${empty}"`);
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
      this.bad.push(`${file}:${String(lines)}: ${code}`);
    });
    // An error of one stream has to reach whoever reads from the last.
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
  return plain(file.replace(/\.gz$/i, '').replace(/\.(txt|csv|tsv)$/i, ''));
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}
