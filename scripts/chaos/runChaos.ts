import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { firestore as openFirestore } from '../../functions/src/platform/firestore.ts';
import { connect } from '../../functions/src/platform/postgres.ts';
import { Random } from '../campus/random.ts';
import { buildFunctions } from '../lib/build.ts';
import type { Cleanup } from '../lib/command.ts';
import { migrate } from '../lib/migrations.ts';
import { progress } from '../lib/progress.ts';
import { startEmulators, useFirestoreEmulator } from '../local/emulators.ts';
import { startPostgresServer } from '../local/postgres.ts';
import { planFaults, strikeAll, type FaultOutcome } from './faults.ts';
import { makeHistory } from './history.ts';
import { installRecorder, installTransientErrors } from './instruments.ts';
import { pauseUnderLoad } from './pauseUnderLoad.ts';
import { PushedTopics, PUSH_PATH } from './pushedTopics.ts';
import { PushFront } from './pushFront.ts';
import { judge, type Verdict } from './verdict.ts';
import { WriterInstance } from './writerInstance.ts';

/** Maximum messages published per second, and minimum duration of publishing. */
const MAX_RATE = 250;
const MIN_SECONDS = 35;

/** Messages published at once, so that batches grow. */
const BURST = { min: 20, max: 500 };

/** If no message has been acknowledged for this long, none will be. */
const STALLED_MS = 90_000;

/** Everything observed in one run. */
export interface ChaosResult {
  messages: number;
  poison: number;
  faults: FaultOutcome[];
  transientErrors: number;
  /** Writers that exited without having been killed, as one with a stuck batch does. */
  unexpectedExits: number;
  front: PushFront;
  verdict: Verdict;
  neverAcknowledged: string[];
  /** False statements of the status during the pause. */
  statusErrors: string[];
  logFile: string;
}

export interface ChaosOptions {
  changes: number;
  seed: number;
  /** Duration of the pause in seconds. */
  pause: number;
}

/** Starts the stack, sends a history through it while injecting faults, and compares the final state. */
export async function runChaos(cleanup: Cleanup, options: ChaosOptions): Promise<ChaosResult> {
  const { changes, seed } = options;
  const random = (purpose: number): Random => new Random(seed + purpose);
  const history = makeHistory(changes, seed, random(1));
  const { postgres, sql, firestore, instances, front, topics, logFile } = await startStack(
    cleanup,
    random(2),
  );

  const over = new AbortController();
  const progressOf = (): number => front.acknowledged.size / history.messages.length;
  const send = async (): Promise<string[]> => {
    const published = await publishAll(topics, history.messages, MIN_SECONDS + options.pause, random(4));
    await awaitAcknowledgements(front, published.length, STALLED_MS + options.pause * 1000);
    over.abort();
    return published;
  };
  const statusErrors: string[] = [];
  const pauseAll = async (): Promise<true> => {
    statusErrors.push(...(await pauseUnderLoad(firestore, sql, options.pause)));
    return true;
  };
  const [faults, ids] = await Promise.all([
    strikeAll(planFaults(random(3), instances, postgres, sql, pauseAll), progressOf, over.signal),
    send(),
  ]);
  await topics.unsubscribe();
  await awaitResponses(front);

  const neverAcknowledged = ids.filter((id) => !front.acknowledged.has(id));
  const totals = {
    deliveries: front.deliveries,
    acks: front.acks,
    neverAcknowledged: neverAcknowledged.length,
  };
  return {
    messages: history.messages.length,
    poison: history.poisonPaths.size + history.unreadable,
    faults,
    unexpectedExits: instances.reduce((sum, instance) => sum + instance.unexpectedExits, 0),
    transientErrors: instances.reduce((sum, { proxy }) => sum + proxy.transientErrors, 0),
    front,
    verdict: await judge(sql, history, totals),
    neverAcknowledged,
    statusErrors,
    logFile,
  };
}

/** Starts Postgres, the emulators and two writers behind the push front. */
async function startStack(cleanup: Cleanup, random: Random) {
  console.log('Starting Postgres, the Firebase emulators and two writers (about 20 seconds)');
  await buildFunctions();
  const postgres = await startPostgresServer(cleanup, { durable: true });
  await migrate(postgres.url);
  const sql = connect(postgres.url);
  cleanup(() => sql.end({ timeout: 5 }));
  await installRecorder(sql);
  await installTransientErrors(sql);
  const { hosts } = await startEmulators(cleanup, { ports: 'free' });
  useFirestoreEmulator(hosts.firestore);
  const firestore = openFirestore('(default)');
  cleanup(() => firestore.terminate());

  const logFile = join(await mkdtemp(join(tmpdir(), 'talent-chaos-')), 'writers.log');
  const dependencies = { databaseUrl: postgres.url, firestoreHost: hosts.firestore, logFile };
  const instances = await Promise.all([1, 2].map(() => WriterInstance.start(cleanup, dependencies)));
  const front = await PushFront.start(cleanup, instances, random);
  const topics = await PushedTopics.create(hosts.pubsub, front.endpoint(PUSH_PATH));
  return { postgres, sql, firestore, instances, front, topics, logFile };
}

/** Publishes all messages in bursts, slowly enough for the faults to happen; returns their ids. */
async function publishAll(
  topics: PushedTopics,
  messages: Buffer[],
  seconds: number,
  random: Random,
): Promise<string[]> {
  const ids: string[] = [];
  const rate = Math.min(MAX_RATE, messages.length / seconds);
  const started = Date.now();
  const bar = progress('Published', messages.length);
  while (ids.length < messages.length) {
    const burst = messages.slice(
      ids.length,
      ids.length + Math.min(random.integer(BURST.min, BURST.max), Math.ceil(messages.length / 10)),
    );
    ids.push(...(await topics.publish(burst)));
    bar.update(ids.length);
    await sleep(Math.max(0, started + (ids.length / rate) * 1000 - Date.now()));
  }
  bar.stop();
  return ids;
}

/** Waits until every message is acknowledged, or until there is no more progress. */
async function awaitAcknowledgements(front: PushFront, total: number, stallMs: number): Promise<void> {
  const bar = progress('Acknowledged', total);
  let last = { size: -1, at: Date.now() };
  while (front.acknowledged.size < total && Date.now() - last.at < stallMs) {
    if (front.acknowledged.size > last.size) last = { size: front.acknowledged.size, at: Date.now() };
    bar.update(front.acknowledged.size);
    await sleep(100);
  }
  bar.update(front.acknowledged.size);
  bar.stop();
}

/** Waits until the writers have responded to every delivery, mainly to duplicates. */
async function awaitResponses(front: PushFront): Promise<void> {
  const deadline = Date.now() + STALLED_MS;
  while (front.inFlight > 0 && Date.now() < deadline) await sleep(50);
}
