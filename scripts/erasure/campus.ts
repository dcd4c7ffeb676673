import type { WriteResult } from 'firebase-admin/firestore';
import { limitConcurrency } from '../../functions/src/platform/concurrency.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../campus/random.ts';
import type { Cleanup } from '../lib/command.ts';
import { runNight } from '../jobs/runNight.ts';
import { act, createAccounts, uploadPictures } from './canaryActs.ts';
import { canaryDocuments, postOf, type Cast, type Documents } from './canaryDocuments.ts';
import { canaryPeople } from './canaryPeople.ts';
import type { ErasureSystem } from './erasureSystem.ts';
import { LiveTriggers } from './liveTriggers.ts';

/** Without an acknowledgement for this long, messages count as lost. */
const STALLED_MS = 90_000;

const PICTURES = 2;

/** Documents written at the same time. */
const WRITES = 16;

/** People with canaries in every store, and what writes go through. */
export interface ErasureCampus {
  cast: Cast;
  /** As they were written. */
  documents: Documents;
  /** The ids of everybody's files. */
  files: Map<string, string[]>;
  triggers: LiveTriggers;
  /** Publishes messages to the writers. */
  publish: (messages: Buffer[]) => Promise<void>;
  /** Resolves when every write so far has arrived in Postgres. */
  settled: () => Promise<void>;
}

/** Plants people through the real paths: accounts, documents and their pipeline, uploads, the night's jobs and calls. */
export async function plantCampus(
  cleanup: Cleanup,
  system: ErasureSystem,
  { leaving, staying }: { leaving: number; staying: number },
  random: Random,
): Promise<ErasureCampus> {
  const { firestore, sql, media, topics, front } = system;
  const people = canaryPeople(leaving + staying, random);
  const cast = { leaving: people.slice(0, leaving), staying: people.slice(leaving) };
  await createAccounts(cast);
  const published: string[] = [];
  const publish = async (messages: Buffer[]): Promise<void> => {
    published.push(...(await topics.publish(messages)));
  };
  const triggers = await LiveTriggers.start(cleanup, firestore, publish);
  const settled = async (): Promise<void> => {
    await triggers.settled();
    let last = { size: -1, at: Date.now() };
    while (published.some((id) => !front.acknowledged.has(id))) {
      if (front.acknowledged.size > last.size) last = { size: front.acknowledged.size, at: Date.now() };
      if (Date.now() - last.at > STALLED_MS) throw new Error('messages are never acknowledged');
      await sleep(100);
    }
  };
  const documents = canaryDocuments(firestore, cast, new Date());
  await write(system, documents);
  await settled();
  const files = new Map<string, string[]>();
  for (const { uid } of people) files.set(uid, await uploadPictures(sql, media, uid, PICTURES));
  for (const person of people) {
    const mediaIds = files.get(person.uid) ?? [];
    for (const path of [`users/${person.uid}`, postOf(person)]) {
      documents.set(path, { ...documents.get(path), mediaIds });
      await firestore.doc(path).update({ mediaIds });
    }
  }
  await settled();
  await night(system);
  const errors = await act(system, cast, files);
  for (const [name, error] of errors) console.log(`  ${name} was refused: ${error}`);
  await settled();
  return { cast, documents, files, triggers, publish, settled };
}

/** Runs every job of the night. @throws Error if one failed */
export async function night({ sql, firestore }: ErasureSystem): Promise<void> {
  console.log('The night:');
  const succeeded = await runNight({ sql, firestore: () => Promise.resolve(firestore) });
  if (!succeeded) throw new Error('a job of the night failed');
}

export async function write({ firestore }: ErasureSystem, documents: Documents): Promise<void> {
  const limited = limitConcurrency(WRITES);
  await Promise.all(
    [...documents].map(([path, data]) => limited((): Promise<WriteResult> => firestore.doc(path).set(data))),
  );
}
