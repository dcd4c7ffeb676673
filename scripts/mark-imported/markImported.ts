import type { DocumentSnapshot } from 'firebase-admin/firestore';
import type { Collection } from '../../functions/src/platform/documents/collection.ts';
import { isMarkedImported } from '../../functions/src/platform/documents/documentTimes.ts';
import type { DocumentReader } from '../../functions/src/sync/pipeline/documentReader.ts';
import { upsertVersion } from '../../functions/src/sync/pipeline/version.ts';

/** A period, both ends included. */
export interface Period {
  from: Date;
  to: Date;
}

export interface MarkedCollection {
  documents: number;
  /** Documents created in the period: those that this run marked, or would mark, and those that had the mark. */
  marked: number;
  alreadyMarked: number;
}

/** Documents read and written at a time. */
const PAGE_SIZE = 250;

/** What Firestore answers when a document has changed since it was read, or is gone: FAILED_PRECONDITION and NOT_FOUND. */
const CHANGED_CODES = [9, 5];

/**
 * Marks the documents of a collection that Firestore created in a period, and that have no mark yet, as imported. A
 * document that changes meanwhile is read again, so that one deleted and created anew is not taken for the one before.
 */
export async function* markImported(
  reader: DocumentReader,
  collection: Collection,
  { from, to }: Period,
  options: { dryRun: boolean },
): AsyncGenerator<MarkedCollection> {
  const wasImported = ({ createTime }: DocumentSnapshot): boolean =>
    createTime !== undefined &&
    upsertVersion(createTime) >= from.getTime() * 1000 &&
    upsertVersion(createTime) <= to.getTime() * 1000;
  const counts: MarkedCollection = { documents: 0, marked: 0, alreadyMarked: 0 };
  const all = { after: null, upTo: null };
  for await (const page of reader.streamPages(collection, all, PAGE_SIZE)) {
    const own = page.filter(({ ref }) => collection.match(ref.path) !== null);
    counts.documents += own.length;
    const imported = own.filter(wasImported);
    let unmarked = imported.filter((snapshot) => !isMarkedImported(snapshot.data() ?? {}));
    counts.alreadyMarked += imported.length - unmarked.length;
    if (options.dryRun) counts.marked += unmarked.length;
    while (!options.dryRun && unmarked.length > 0) {
      const changed = await writeMarks(unmarked);
      counts.marked += unmarked.length - changed.length;
      const again = await reader.readDocuments(changed);
      unmarked = [...again.values()].filter(
        (snapshot) => wasImported(snapshot) && !isMarkedImported(snapshot.data() ?? {}),
      );
    }
    yield { ...counts };
  }
}

/** @returns the paths of documents that have changed since they were read */
async function writeMarks(snapshots: DocumentSnapshot[]): Promise<string[]> {
  const changed: string[] = [];
  const [first] = snapshots;
  if (first === undefined) return changed;
  const bulk = first.ref.firestore.bulkWriter();
  const writes = snapshots.map(({ ref, updateTime }) =>
    bulk
      .update(ref, { imported: true }, { ...(updateTime && { lastUpdateTime: updateTime }) })
      .catch((error: unknown) => {
        if (!CHANGED_CODES.includes((error as { code?: number }).code ?? 0)) throw error;
        changed.push(ref.path);
      }),
  );
  await Promise.all([...writes, bulk.close()]);
  return changed;
}
