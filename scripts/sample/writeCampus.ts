import type { Firestore } from '../../functions/src/platform/firestore.ts';
import { generateCampus } from '../campus/campus.ts';
import { progress } from '../lib/progress.ts';

/** What was written to Firestore. */
export interface WrittenCampus {
  documents: number;
  /** Version of the first document: nothing older is of this run. */
  since: number;
}

/** Generates a campus and writes it to Firestore; resolves when every write has been acknowledged. */
export async function writeCampus(firestore: Firestore, students: number): Promise<WrittenCampus> {
  const documents = generateCampus({ students });
  const bar = progress('Writing to Firestore', documents.length);
  const writer = firestore.bulkWriter({ throttling: false });
  const since = Date.now() * 1000;
  let done = 0;
  writer.onWriteResult(() => {
    bar.update((done += 1));
  });
  const writes = documents.map(({ path, fields }) => writer.set(firestore.doc(path), fields));
  await Promise.all([writer.close(), ...writes]);
  bar.stop();
  return { documents: documents.length, since };
}
