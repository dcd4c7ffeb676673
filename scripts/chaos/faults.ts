import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../campus/random.ts';
import type { PostgresServer } from '../local/postgres.ts';
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
  /** Resolves to whether it happened. */
  strike: () => Promise<boolean>;
}

/** The faults of one run, in random order; the pause is the first, while messages are still published. */
export function planFaults(
  random: Random,
  instances: WriterInstance[],
  postgres: PostgresServer,
  pause: () => Promise<boolean>,
): Fault[] {
  const kill = (moment: Moment) => (): Promise<boolean> =>
    struck(instances, moment, (instance) => {
      instance.kill();
    });
  // The proxy cuts every connection of the instance that it strikes; nothing else is done to it.
  const cut = (moment: Moment) => (): Promise<boolean> => struck(instances, moment, () => undefined);
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
  return [{ name: 'paused and resumed', strike: pause }, ...random.sample(plan, plan.length)];
}

/** What became of a planned fault. */
export interface FaultOutcome {
  name: string;
  /** Seconds into the run; null when it did not happen. */
  struckAt: number | null;
}

/** Lets the faults happen one after another, evenly spread over the run. `progress` goes from 0 to 1. */
export async function strikeAll(
  faults: Fault[],
  progress: () => number,
  over: AbortSignal,
): Promise<FaultOutcome[]> {
  const started = Date.now();
  const outcomes: FaultOutcome[] = [];
  for (const [index, { name, strike }] of faults.entries()) {
    const start = FIRST + ((LAST - FIRST) * index) / Math.max(1, faults.length - 1);
    while (progress() < start && !over.aborted) await sleep(20);
    const struckAt = (Date.now() - started) / 1000;
    const struck = !over.aborted && (await strike());
    outcomes.push({ name, struckAt: struck ? struckAt : null });
  }
  return outcomes;
}

/** Strikes the first instance that comes to that moment; whether one did in time. */
async function struck(
  instances: WriterInstance[],
  moment: Moment,
  strike: (instance: WriterInstance) => void,
): Promise<boolean> {
  const disarm = (): void => {
    for (const { proxy } of instances) proxy.disarm();
  };
  const happened = new Promise<true>((resolve) => {
    for (const instance of instances) {
      instance.proxy.arm(moment, () => {
        disarm();
        strike(instance);
        resolve(true);
      });
    }
  });
  const inTime = await Promise.race([happened, sleep(PATIENCE_MS, false, { ref: false })]);
  disarm();
  return inTime;
}

async function outage(postgres: PostgresServer): Promise<true> {
  await postgres.crash();
  await sleep(OUTAGE_MS);
  await postgres.restart();
  return true;
}
