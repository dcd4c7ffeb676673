import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Cleanup } from '../lib/command.ts';
import { ROOT } from '../lib/root.ts';

/** One figure and the baseline it has to beat. */
export interface Measured {
  /** Label in the table. */
  name: string;
  /** Name in the JSON output, after the subject's. */
  key: string;
  baseline: number;
  result: number;
  /** 95 % bootstrap interval of `result`. */
  interval: [low: number, high: number];
}

/** One capability that is measured on public data. */
export interface Evaluation {
  /** What is measured, by which protocol, against which baseline, in a sentence or two. */
  description: string;
  measure: (cleanup: Cleanup) => Promise<Measured[]>;
}

/** The folder of a public data set. @throws when it does not exist. */
export async function dataFolder(name: string): Promise<string> {
  const root = resolve(process.env['EVAL_DATA_DIR'] ?? join(ROOT, '../shared/data'));
  const folder = join(root, name);
  try {
    await access(folder);
  } catch {
    throw new Error(`${folder} does not exist: set EVAL_DATA_DIR to the folder with the public data sets`);
  }
  return folder;
}
