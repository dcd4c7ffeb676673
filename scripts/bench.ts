import { Argument } from 'commander';
import * as backfill from './bench/backfill.ts';
import * as clients from './bench/clients.ts';
import * as coldstart from './bench/coldstart.ts';
import type { Bench, BenchOptions } from './bench/bench.ts';
import * as erasure from './bench/erasure.ts';
import * as consistency from './bench/consistency.ts';
import * as recommend from './bench/recommend.ts';
import * as hostile from './bench/hostile.ts';
import * as firstrun from './bench/firstrun.ts';
import * as insights from './bench/insights.ts';
import * as nightly from './bench/nightly.ts';
import * as search from './bench/search.ts';
import * as media from './bench/media.ts';
import * as security from './bench/security.ts';
import * as similar from './bench/similar.ts';
import * as sync from './bench/sync.ts';
import { command, positive, run } from './lib/command.ts';

const BENCHES: Record<string, Bench> = {
  sync,
  coldstart,
  backfill,
  consistency,
  similar,
  recommend,
  search,
  nightly,
  insights,
  media,
  security,
  hostile,
  erasure,
  firstrun,
  clients,
};

const program = command(
  'npm run bench',
  'Measures the suite against stated baselines, side by side on this machine.',
)
  .addArgument(new Argument('<subjects...>', 'what to measure').choices(Object.keys(BENCHES)))
  .option(
    '--students <number>',
    'students on the generated campus, for similar, recommend, search, nightly and insights',
    positive,
    100_000,
  )
  .option('--large', 'similar: also measure a campus ten times as large, which takes 15 minutes to fill')
  .option(
    '--changes <number>',
    'sync, backfill, similar: approximate number of changes to write',
    positive,
    20_000,
  )
  .option('--documents <number>', 'backfill, consistency: documents in Firestore', positive, 200_000)
  .option('--uploads <number>', 'media: pictures to upload per side and round', positive, 200)
  .option('--megabytes <number>', 'media: size of the video to back up', positive, 200)
  .option('--rounds <number>', 'rounds per side; the median is reported', positive, 5)
  .option('--json', 'print the figures as one JSON object in the last line')
  .parse();
const options = program.opts<BenchOptions & { json?: true }>();

await run(async (cleanup) => {
  const figures: Record<string, number> = {};
  for (const subject of program.args) {
    for (const [name, value] of Object.entries((await BENCHES[subject]?.measure(cleanup, options)) ?? {})) {
      figures[name.includes('.') ? name : `${subject}.${name}`] = Number(value.toPrecision(4));
    }
  }
  if (options.json) console.log(JSON.stringify(figures));
  // Of what must not happen at all, one case is a failure; how fast something is depends on the machine.
  const isAsExpected = Object.entries(figures).every(
    ([name, value]) =>
      !/\.(unexpected|canaries_left|others_lost|missing|contract_breaks)$/.test(name) || value === 0,
  );
  return isAsExpected ? 0 : 1;
});
