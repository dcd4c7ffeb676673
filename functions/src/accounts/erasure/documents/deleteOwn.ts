import type { DocumentReference, Query } from 'firebase-admin/firestore';
import type { Firestore } from '../../../platform/firestore.ts';
import type { Sql } from '../../../platform/postgres.ts';
import { announceDeletions } from '../../../sync/erasure/index.ts';

/** Documents looked up, or deleted, at a time. */
const PAGE_SIZE = 300;

/** Collections whose documents have the person's id, with everything below them. */
export const TREES = ['users', 'cards', 'limits'];

/** Fields that say whose a document is. */
export const OWNERS = [
  ['showcase_posts', 'userId'],
  ['connections', 'fromUid'],
  ['connections', 'toUid'],
] as const;

/** Deletes the documents of a person. Returns how many. */
export async function deleteOwnDocuments(
  { firestore, sql }: { firestore: Firestore; sql: Sql },
  uid: string,
): Promise<number> {
  const found = [
    ...(await treesOf(firestore, uid)),
    ...(await documentsBy(firestore, uid)),
    ...(await attendancesOf(firestore, uid)),
  ];
  for (let from = 0; from < found.length; from += PAGE_SIZE) {
    const page = found.slice(from, from + PAGE_SIZE);
    await announceDeletions(
      sql,
      page.map(({ path }) => path),
    );
    const writer = firestore.bulkWriter();
    const deletions = page.map((reference) => writer.delete(reference));
    await Promise.all([...deletions, writer.close()]);
  }
  return found.length;
}

/** Documents with the person's id, and all below them, whether or not the documents above exist. */
async function treesOf(firestore: Firestore, uid: string): Promise<DocumentReference[]> {
  const found: DocumentReference[] = [];
  const pending = TREES.map((collection) => firestore.collection(collection).doc(uid));
  for (let reference = pending.pop(); reference !== undefined; reference = pending.pop()) {
    if ((await reference.get()).exists) found.push(reference);
    for (const collection of await reference.listCollections())
      pending.push(...(await collection.listDocuments()));
  }
  return found;
}

async function documentsBy(firestore: Firestore, uid: string): Promise<DocumentReference[]> {
  const queries = OWNERS.map(([collection, field]) =>
    firestore.collection(collection).where(field, '==', uid),
  );
  return (await Promise.all(queries.map(referencesOf))).flat();
}

async function referencesOf(query: Query): Promise<DocumentReference[]> {
  const { docs } = await query.select().get();
  return docs.map(({ ref }) => ref);
}

/** The person among the attendees of every event: no query finds a document of a group by its id alone. */
async function attendancesOf(firestore: Firestore, uid: string): Promise<DocumentReference[]> {
  const events = await firestore.collection('events').listDocuments();
  const found: DocumentReference[] = [];
  for (let from = 0; from < events.length; from += PAGE_SIZE) {
    const references = events
      .slice(from, from + PAGE_SIZE)
      .map((event) => event.collection('attendees').doc(uid));
    const snapshots = await firestore.getAll(...references, { fieldMask: [] });
    found.push(...snapshots.filter(({ exists }) => exists).map(({ ref }) => ref));
  }
  return found;
}
