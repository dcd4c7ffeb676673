import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Cleanup } from '../lib/command.ts';
import { ROOT } from '../lib/root.ts';

/** One figure beside what it has to beat. */
export interface Measured {
  /** As it stands in the table. */
  name: string;
  /** The name in the JSON output, behind the subject's. */
  key: string;
  baseline: number;
  result: number;
  /** Half of the samples drawn again (bootstrap) lie closer; 95 % lie between these. */
  interval: [low: number, high: number];
}

/** One capability that is measured on public data. */
export interface Evaluation {
  /** What is measured, by which protocol, against which baseline: a sentence or two. */
  description: string;
  measure: (cleanup: Cleanup) => Promise<Measured[]>;
}

/** The folder of a public data set. @throws when it is not there. */
export async function dataFolder(name: string): Promise<string> {
  const root = resolve(process.env['EVAL_DATA_DIR'] ?? join(ROOT, '../shared/data'));
  const folder = join(root, name);
  try {
    await access(folder);
  } catch {
    throw new Error(`There is no ${folder}: set EVAL_DATA_DIR to the folder with the public data`);
  }
  return folder;
}
