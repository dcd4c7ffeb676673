import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../campus/random.ts';
import type { PostgresServer } from '../stack/postgres.ts';
import type { Moment } from './postgresProxy.ts';
import type { WriterInstance } from './writerInstance.ts';

/** How long Postgres stays away. */
const OUTAGE_MS = 10_000;

/** How long a fault waits for its moment before it counts as not happened. */
const PATIENCE_MS = 60_000;

/** Share of the messages that are through when the first fault strikes, and when the last one does. */
const FIRST = 0.05;
const LAST = 0.8;

/** A fault that is planned for a certain point of the run. */
interface Fault {
  name: string;
  /** Resolves once it has happened; rejects when it did not. */
  strike: () => Promise<void>;
}

/** The faults of one run, in random order, each against an instance drawn at random. */
export function planFaults(random: Random, instances: WriterInstance[], postgres: PostgresServer): Fault[] {
  const kill = (moment: Moment) => (): Promise<void> => {
    const instance = random.pick(instances);
    return struck(instance, moment, () => {
      instance.kill();
    });
  };
  // The proxy cuts every connection of the instance when it strikes; nothing else is done to it.
  const cut = (moment: Moment) => (): Promise<void> =>
    struck(random.pick(instances), moment, () => undefined);
  const plan: Fault[] = [
    ...[1, 2].map(() => ({
      name: 'writer killed between commit and acknowledgement',
      strike: kill('commit'),
    })),
    ...[1, 2].map(() => ({ name: 'writer killed in mid-batch', strike: kill('mid-batch') })),
    ...[1, 2].map(() => ({ name: 'connections cut at commit', strike: cut('commit') })),
    ...[1, 2].map(() => ({ name: 'connections cut in mid-batch', strike: cut('mid-batch') })),
    { name: 'Postgres crashed and away for 10 s', strike: () => outage(postgres) },
  ];
  return random.sample(plan, plan.length);
}

/** What became of the planned faults: how many of each kind were planned, and how many happened. */
export type FaultCounts = Map<string, { planned: number; happened: number }>;

/** Lets the faults happen one after another, evenly spread over the run. `progress` goes from 0 to 1. */
export async function strikeAll(
  faults: Fault[],
  progress: () => number,
  over: AbortSignal,
): Promise<FaultCounts> {
  const counts: FaultCounts = new Map();
  for (const { name } of faults) {
    counts.set(name, { planned: (counts.get(name)?.planned ?? 0) + 1, happened: 0 });
  }
  for (const [index, { name, strike }] of faults.entries()) {
    const start = FIRST + ((LAST - FIRST) * index) / Math.max(1, faults.length - 1);
    while (progress() < start && !over.aborted) await sleep(20);
    if (over.aborted) break;
    try {
      await strike();
      (counts.get(name) ?? { happened: 0 }).happened += 1;
    } catch (error) {
      console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return counts;
}

/** Resolves once the instance came to that moment and was struck. */
async function struck(instance: WriterInstance, moment: Moment, strike: () => void): Promise<void> {
  const timeout = new AbortController();
  await Promise.race([
    new Promise<void>((resolve) => {
      instance.proxy.arm(moment, () => {
        strike();
        resolve();
      });
    }),
    sleep(PATIENCE_MS, undefined, { signal: timeout.signal }).then(() => {
      instance.proxy.disarm();
      throw new Error('its moment did not come');
    }),
  ]).finally(() => {
    timeout.abort();
  });
}

async function outage(postgres: PostgresServer): Promise<void> {
  await postgres.crash();
  await sleep(OUTAGE_MS);
  await postgres.restart();
}
