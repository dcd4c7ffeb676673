import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { STEP_NAMES, type StepName } from '../../functions/src/accounts/erasure/step.ts';
import { limitConcurrency } from '../../functions/src/platform/concurrency.ts';
import { personHash } from '../../functions/src/platform/erasure/keyedHash.ts';
import type { Random } from '../campus/random.ts';
import type { ChildProcesses } from './childProcesses.ts';
import type { DriverMessage, DriverTask } from './driverProcess.ts';

/** Attempts until an erasure counts as stuck; those that are killed do not count. */
const MAX_FAILURES = 60;

/** Erasures that go on at the same time. */
export const ERASURES_AT_ONCE = 2;

/** Pause after a failure, as Cloud Tasks makes one. */
const RETRY_MS = 500;

/** Steps are killed within this many external calls until it is known how many they make. */
const FIRST_CALLS = 4;

/** Drives erasures in processes that are killed and started again, as on the platform. */
export class ErasureDrivers {
  /** How often a process was killed inside each step. */
  readonly kills = new Map<StepName, number>();
  /** The errors that ended runs, with how often. */
  readonly errors = new Map<string, number>();
  readonly #processes: ChildProcesses;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #random: Random;
  /** The fewest external calls that a step has made. */
  readonly #calls = new Map<string, number>();

  /** @param environment settings as the deployed functions have them */
  constructor(processes: ChildProcesses, environment: NodeJS.ProcessEnv, random: Random) {
    this.#processes = processes;
    this.#environment = environment;
    this.#random = random;
  }

  /**
   * Drives the erasure of a person until nothing is due.
   *
   * @param killed kill the process once in each of these steps of the first look
   */
  async drive(uid: string, now: Date, killed: readonly StepName[] = []): Promise<void> {
    const pending = STEP_NAMES.filter((step) => killed.includes(step));
    for (let failures = 0; failures < MAX_FAILURES;) {
      const [step] = pending;
      const kill = step === undefined ? undefined : { look: 1, step, call: this.#callWithin(step) };
      const ended = await this.#run({
        ...{ person: personHash(uid).toString('hex'), now: now.toISOString() },
        ...(kill !== undefined && { kill }),
      });
      if (ended === null) {
        if (step !== undefined) this.kills.set(step, (this.kills.get(step) ?? 0) + 1);
        pending.shift();
        continue;
      }
      for (const [name, calls] of Object.entries(ended.calls))
        this.#calls.set(name, Math.min(this.#calls.get(name) ?? calls, calls));
      if (ended.outcome === 'waiting' || ended.outcome === 'finished') return;
      failures += 1;
      const error = ended.error ?? ended.outcome;
      this.errors.set(error, (this.errors.get(error) ?? 0) + 1);
      await sleep(RETRY_MS);
    }
    throw new Error(`an erasure is stuck: ${[...this.errors.keys()].slice(-3).join('; ')}`);
  }

  /** Drives the erasures of several people, some at the same time. */
  async driveAll(people: readonly { uid: string }[], now: Date): Promise<void> {
    const limited = limitConcurrency(ERASURES_AT_ONCE);
    await Promise.all(people.map(({ uid }) => limited(() => this.drive(uid, now))));
  }

  #callWithin(step: StepName): number {
    return this.#random.integer(1, this.#calls.get(`1 ${step}`) ?? FIRST_CALLS);
  }

  /** Resolves to how a run ended; null if it was killed. */
  async #run(task: DriverTask): Promise<DriverMessage | null> {
    const child = this.#processes.start(
      'erasure/driverProcess.ts',
      [JSON.stringify(task)],
      this.#environment,
    );
    const messages: DriverMessage[] = [];
    child.on('message', (message) => messages.push(message as DriverMessage));
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    if (signal === 'SIGKILL') return null;
    return (
      messages[0] ?? {
        outcome: 'failed',
        error: `the driver ended with exit code ${String(code)}`,
        calls: {},
      }
    );
  }
}
