import { quantile } from 'simple-statistics';
import type { Cleanup } from '../lib/command.ts';

export interface BenchOptions {
  /** Changes to write. */
  changes: number;
  /** Rounds: each side is measured this many times, in turn. */
  rounds: number;
  /** Documents in Firestore, for benches that read it. */
  documents: number;
  /** Students on a generated campus. */
  students: number;
  /** Pictures to upload. */
  uploads: number;
  /** Size of the video to back up. */
  megabytes: number;
  /** Also measures a campus ten times as large. */
  large?: true;
}

/** One benchmark. Prints its table and resolves to its figures by name; a name with a dot is already qualified. */
export interface Bench {
  measure: (cleanup: Cleanup, options: BenchOptions) => Promise<Record<string, number>>;
}

/** How long the work takes, in milliseconds. */
export async function timed(work: () => PromiseLike<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The 95th percentile. */
export function percentile95(values: number[]): number {
  return quantile(values, 0.95);
}
