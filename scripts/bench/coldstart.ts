import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildFunctions } from '../lib/build.ts';
import type { Cleanup } from '../lib/command.ts';
import { ROOT } from '../lib/root.ts';
import { median } from 'simple-statistics';
import type { BenchOptions } from './bench.ts';

const SUITE = join(ROOT, 'functions/lib/index.js');
const BARE = join(ROOT, 'functions/test/support/bare.mjs');

/** Process starts per round. */
const LOADS_PER_ROUND = 4;

interface Load {
  /** From process start until everything is loaded. */
  milliseconds: number;
  /** Resident memory at that point. */
  megabytes: number;
}

/**
 * Time and memory to load the built suite, as an instance of any function does, against a bare file
 * that only loads firebase-functions and initialises firebase-admin.
 */
export async function measure(_cleanup: Cleanup, { rounds }: BenchOptions): Promise<Record<string, number>> {
  await buildFunctions();
  const suite: Load[] = [];
  const bare: Load[] = [];
  for (const file of [SUITE, BARE]) await load(file);
  for (let round = 0; round < rounds * LOADS_PER_ROUND; round += 1) {
    suite.push(await load(SUITE));
    bare.push(await load(BARE));
  }
  const milliseconds = (loads: Load[]): number => median(loads.map((each) => each.milliseconds));
  const megabytes = (loads: Load[]): number => median(loads.map((each) => each.megabytes));
  console.log(`\nCold start, median of ${String(suite.length)} loads each`);
  console.table({
    'the suite (functions/lib/index.js)': { milliseconds: milliseconds(suite), megabytes: megabytes(suite) },
    'firebase-functions and firebase-admin': { milliseconds: milliseconds(bare), megabytes: megabytes(bare) },
  });
  return {
    time_ratio: milliseconds(suite) / milliseconds(bare),
    memory_ratio: megabytes(suite) / megabytes(bare),
  };
}

async function load(file: string): Promise<Load> {
  const script = `
    await import(${JSON.stringify(file)});
    console.log(JSON.stringify({
      milliseconds: Math.round(performance.now()),
      megabytes: Math.round(process.memoryUsage.rss() / 2 ** 20),
    }));
    process.exit(0);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    env: {
      ...process.env,
      GCLOUD_PROJECT: 'demo-student-talent',
      FUNCTION_TARGET: 'applyChanges',
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    },
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Load;
}
