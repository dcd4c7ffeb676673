import type { Cleanup } from '../lib/command.ts';

export interface BenchOptions {
  /** Changes to write. */
  changes: number;
  /** How often each side is measured. */
  rounds: number;
  /** Documents in Firestore, where it is read. */
  documents: number;
  /** Students on a generated campus. */
  students: number;
  /** Pictures to upload, and megabytes of a video to copy. */
  uploads: number;
  megabytes: number;
  /** Whether a campus ten times as large is measured, too. */
  large?: true;
}

/** One subject that can be measured. Prints what it measures, and returns the figures by name, those with a dot in full. */
export interface Bench {
  measure: (cleanup: Cleanup, options: BenchOptions) => Promise<Record<string, number>>;
}

/** How many milliseconds it takes. */
export async function timed(work: () => PromiseLike<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The middle value; of an even number, the upper one of the two in the middle. */
export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** The value that 95 % do not exceed. */
export function percentile95(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? NaN;
}
