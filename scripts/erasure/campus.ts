import pRetry from 'p-retry';
import type { WriteResult } from 'firebase-admin/firestore';
import { assignRights } from '../../functions/src/accounts/roles/assignRights.ts';
import { limitConcurrency } from '../../functions/src/platform/concurrency.ts';
import { encodeMap } from '../../functions/src/platform/documents/encoding.ts';
import type { JsonObject } from '../../functions/src/platform/documents/json.ts';
import type { Firestore } from '../../functions/src/platform/firestore.ts';
import type { Random } from '../campus/random.ts';
import type { Cleanup } from '../lib/command.ts';
import { act, createAccounts, uploadPictures } from './canaryActs.ts';
import { canaryDocuments, postOf, type Cast, type Documents } from './canaryDocuments.ts';
import { canaryPeople } from './canaryPeople.ts';
import { exportArchive } from './exportArchive.ts';
import type { Ground } from './ground.ts';
import { LiveTriggers } from './liveTriggers.ts';
import { brokenDocuments, plantBookkeeping } from './plantBookkeeping.ts';

/** Pictures of each person. */
const PICTURES = 2;

/** Documents written at the same time. */
const WRITES = 16;

/** People with canaries in every store. */
export interface ErasureCampus {
  cast: Cast;
  /** The documents that were written, by path, as they were when everything was planted. */
  documents: Map<string, JsonObject>;
  /** The ids of everybody's files. */
  files: Map<string, string[]>;
  triggers: LiveTriggers;
  /** Resolves when every write so far has arrived in Postgres. */
  settled: () => Promise<void>;
  /** The errors of calls that were refused, by callable. */
  refused: ReadonlyMap<string, string>;
}

/** Plants people through the real paths: accounts, documents and their pipeline, uploads, the night's jobs and calls. */
export async function plantCampus(
  cleanup: Cleanup,
  ground: Ground,
  { leaving, staying }: { leaving: number; staying: number },
  random: Random,
): Promise<ErasureCampus> {
  const { firestore, pipeline } = ground;
  const people = canaryPeople(leaving + staying, random);
  const cast = { leaving: people.slice(0, leaving), staying: people.slice(leaving) };
  await createAccounts(cast);
  const triggers = await LiveTriggers.start(cleanup, firestore, pipeline.publish);
  const settled = async (): Promise<void> => {
    await triggers.settled();
    await pipeline.arrived();
  };
  const written: Documents = new Map([
    ...canaryDocuments(firestore, cast, new Date()),
    ...brokenDocuments(cast),
  ]);
  await write(firestore, written);
  // The last of each half are administrators: an erasure takes one off their list while another remains.
  for (const person of [cast.leaving.at(-1), cast.staying.at(-1)]) {
    if (person !== undefined) await assignRights(firestore, person.uid, { role: 'admin', departments: [] });
  }
  await settled();
  const files = await upload(ground, cast);
  await settled();
  await ground.night();
  await plantBookkeeping(ground, cast);
  const refused = await act(ground, cast, files);
  // Archives of others may name those who leave for the day that they are kept.
  for (const { uid } of cast.leaving) await exportArchive(ground, uid);
  await settled();
  const documents = await readBack(firestore, [...written.keys()]);
  return { cast, documents, files, triggers, settled, refused };
}

/** Uploads pictures of everybody, and shows them in their profiles and posts. */
async function upload(
  { sql, media, firestore }: Ground,
  { leaving, staying }: Cast,
): Promise<Map<string, string[]>> {
  const files = new Map<string, string[]>();
  for (const person of [...leaving, ...staying]) {
    const mediaIds = await uploadPictures(sql, media, person.uid, PICTURES);
    files.set(person.uid, mediaIds);
    for (const path of [`users/${person.uid}`, postOf(person)]) {
      await firestore.doc(path).update({ mediaIds });
    }
  }
  return files;
}

export async function write(firestore: Firestore, documents: Documents): Promise<void> {
  const limited = limitConcurrency(WRITES);
  await Promise.all(
    [...documents].map(([path, data]) =>
      limited(
        // The emulator gives up some writes while many listeners are told.
        (): Promise<WriteResult> =>
          pRetry(() => firestore.doc(path).set(data), { retries: 5, minTimeout: 200 }),
      ),
    ),
  );
}

async function readBack(firestore: Firestore, paths: string[]): Promise<Map<string, JsonObject>> {
  const snapshots = await firestore.getAll(...paths.map((path) => firestore.doc(path)));
  return new Map(snapshots.map((snapshot) => [snapshot.ref.path, encodeMap(snapshot.data() ?? {})]));
}
