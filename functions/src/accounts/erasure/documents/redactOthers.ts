import type { DocumentData, DocumentReference } from 'firebase-admin/firestore';
import { limitConcurrency } from '../../../platform/concurrency.ts';
import { redactDocument } from '../../../platform/documents/redactDocument.ts';
import type { Firestore } from '../../../platform/firestore.ts';
import type { Sql } from '../../../platform/postgres.ts';
import { findNaming } from '../../../sync/erasure/index.ts';
import type { Mentions } from '../rows/mentions.ts';
import type { Subject } from '../step.ts';

/** Documents read at a time; each may have a megabyte. */
const PAGE_SIZE = 100;

/** Documents written at a time. */
const CONCURRENCY = 8;

/** Rows written this long before an erasure began may be of documents that were still on their way. */
const LATELY_MS = 3_600_000;

type Without = (data: DocumentData) => DocumentData;

/**
 * Takes a person out of the documents of others. Postgres tells which may name them, since no query of Firestore finds a
 * mention, or a comment by its author; a document that had not reached Postgres is found by the next look. Reads those
 * alone, and their cards. Returns how many it changed.
 */
export async function redactOthersDocuments(
  { firestore, sql }: { firestore: Firestore; sql: Sql },
  { pattern, redaction }: Mentions,
  subject: Subject,
): Promise<number> {
  const without: Without = (data) => {
    const kept = redactDocument(data, redaction);
    const { createdBy, mediaIds } = data;
    if (createdBy !== subject.uid || !Array.isArray(mediaIds)) return kept;
    // An event remains without its organiser, and without their files.
    return { ...kept, mediaIds: mediaIds.filter((id) => !subject.files.includes(String(id))) };
  };
  let redacted = await redactAll(firestore, await queried(firestore, subject.uid), without);
  for await (const paths of findNaming(sql, { pattern, since: await latelySince(sql, subject.uid) })) {
    redacted += await redactAll(firestore, paths.flatMap(withCard), without);
  }
  return redacted;
}

/** Documents that a query finds, wherever Postgres stands. */
async function queried(firestore: Firestore, uid: string): Promise<string[]> {
  const posts = firestore.collection('showcase_posts');
  const queries = [
    posts.where('likes', 'array-contains', uid),
    posts.where('shares', 'array-contains', uid),
    firestore.collection('events').where('createdBy', '==', uid),
  ];
  const found = await Promise.all(queries.map((query) => query.select().get()));
  return found.flatMap(({ docs }) => docs.map(({ ref }) => ref.path));
}

async function latelySince(sql: Sql, uid: string): Promise<Date> {
  const [row] = await sql<{ beganAt: Date | null }[]>`
    select began_at as "beganAt" from erasures where user_id = ${uid}`;
  return new Date((row?.beganAt?.getTime() ?? Date.now()) - LATELY_MS);
}

/** What a profile says, its card says, too. */
function withCard(path: string): string[] {
  const [, uid] = /^users\/([^/]+)$/.exec(path) ?? [];
  return uid === undefined ? [path] : [path, `cards/${uid}`];
}

/** Returns how many documents were changed. */
async function redactAll(firestore: Firestore, paths: readonly string[], without: Without): Promise<number> {
  let redacted = 0;
  for (let start = 0; start < paths.length; start += PAGE_SIZE) {
    const references = paths.slice(start, start + PAGE_SIZE).map((path) => firestore.doc(path));
    const snapshots = await firestore.getAll(...references);
    const naming = snapshots.filter((snapshot) => {
      const data = snapshot.data();
      return data !== undefined && without(data) !== data;
    });
    const limited = limitConcurrency(CONCURRENCY);
    const changed = await Promise.all(
      naming.map(({ ref }) => limited(() => rewrite(firestore, ref, without))),
    );
    redacted += changed.filter(Boolean).length;
  }
  return redacted;
}

/** As the document is now, which may have changed since it was read. */
function rewrite(firestore: Firestore, reference: DocumentReference, without: Without): Promise<boolean> {
  return firestore.runTransaction(async (transaction) => {
    const data = (await transaction.get(reference)).data();
    if (data === undefined) return false;
    const kept = without(data);
    if (kept !== data) transaction.set(reference, kept);
    return kept !== data;
  });
}
