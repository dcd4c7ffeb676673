import { setTimeout as sleep } from 'node:timers/promises';
import pRetry from 'p-retry';
import { startErasure } from '../../functions/src/accounts/erasure/startErasure.ts';
import { STEP_NAMES, type StepName } from '../../functions/src/accounts/erasure/step.ts';
import { limitConcurrency } from '../../functions/src/platform/concurrency.ts';
import type { Random } from '../campus/random.ts';
import { planFaults, strikeAll, type FaultOutcome } from '../chaos/faults.ts';
import { installTransientErrors, removeTransientErrors } from '../chaos/instruments.ts';
import { pauseUnderLoad } from '../chaos/pauseUnderLoad.ts';
import { progress } from '../lib/progress.ts';
import type { ErasureCampus } from './campus.ts';
import { ErasureDrivers, ERASURES_AT_ONCE } from './driveErasure.ts';
import type { ErasureSystem } from './erasureSystem.ts';
import { LiveWrites } from './liveWrites.ts';

/** Steps of each person in which what erases is killed. */
const KILLED_STEPS = STEP_NAMES.length / 2;

const PAUSE_SECONDS = 10;

const REPAIR_PAUSE_MS = 10_000;

/** Seconds between cuts of the connections of what erases. */
const CUT_SECONDS = 25;

export interface ErasureRun {
  drivers: ErasureDrivers;
  live: LiveWrites;
  faults: FaultOutcome[];
  /** Runs of the backfill and of the repair that succeeded. */
  repairs: number;
}

/** Takes the first look at everybody who leaves, while apps write, operators repair, and everything fails in turn. */
export async function eraseUnderFaults(
  system: ErasureSystem,
  { cast }: ErasureCampus,
  { now, random }: { now: Date; random: Random },
): Promise<ErasureRun> {
  const { firestore, sql, instances, postgres, environment, processes } = system;
  const drivers = new ErasureDrivers(processes, environment, random);
  const live = new LiveWrites(firestore, cast, random);
  const over = new AbortController();
  const bar = progress('Erasing', cast.leaving.length);
  let erased = 0;
  const erase = async ({ uid }: { uid: string }, killed: StepName[]): Promise<void> => {
    const request = { uid, requestedBy: 'person', now, graceDays: 0 } as const;
    await pRetry(() => startErasure({ sql, firestore }, request), { retries: 20, maxTimeout: 2000 });
    await drivers.drive(uid, now, killed);
    bar.update((erased += 1));
  };
  const pause = async (): Promise<true> => {
    await pauseUnderLoad(firestore, sql, PAUSE_SECONDS);
    return true;
  };
  const progressOf = (): number => {
    const kills = [...drivers.kills.values()].reduce((sum, count) => sum + count, 0);
    return kills / (KILLED_STEPS * cast.leaving.length);
  };
  const limited = limitConcurrency(ERASURES_AT_ONCE);
  await installTransientErrors(sql);
  const [faults, repairs] = await Promise.all([
    strikeAll(planFaults(random, instances, postgres, sql, pause), progressOf, over.signal),
    repairUntil(over.signal, system),
    cutUntil(over.signal, system),
    Promise.all(
      cast.leaving.map((person, place) => limited(() => erase(person, killedSteps(place)))),
    ).finally(() => {
      over.abort();
    }),
  ]);
  bar.stop();
  await live.stop();
  await removeTransientErrors(sql);
  return { drivers, live, faults, repairs };
}

/** Every other step, in turn the even and the odd ones. */
function killedSteps(place: number): StepName[] {
  return STEP_NAMES.filter((_, step) => (step + place) % 2 === 0);
}

/** Backfills and repairs over and over. */
async function repairUntil(over: AbortSignal, system: ErasureSystem): Promise<number> {
  let succeeded = 0;
  while (!over.aborted) {
    for (const repair of [backfill, repairSync]) if ((await repair(system)) === 0) succeeded += 1;
    await sleep(REPAIR_PAUSE_MS, undefined, { signal: over }).catch(() => undefined);
  }
  return succeeded;
}

type Operator = Pick<ErasureSystem, 'processes' | 'environment'>;

/** Resolves to the exit code. */
export function backfill({ processes, environment }: Operator): Promise<number> {
  return processes.run('backfill', ['--restart'], environment);
}

/** Resolves to the exit code. */
export function repairSync({ processes, environment }: Operator): Promise<number> {
  const options = ['--full', '--repair', '--grace', '0', '--limit', '1000000'];
  return processes.run('verify-sync', options, environment);
}

async function cutUntil(over: AbortSignal, { proxy }: ErasureSystem): Promise<void> {
  while (!over.aborted) {
    await sleep(CUT_SECONDS * 1000, undefined, { signal: over }).catch(() => undefined);
    proxy.cut();
  }
}
