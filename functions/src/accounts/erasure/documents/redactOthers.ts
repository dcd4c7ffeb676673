import { FieldPath, FieldValue, type DocumentData, type DocumentReference } from 'firebase-admin/firestore';
import { limitConcurrency } from '../../../platform/concurrency.ts';
import { redactDocument } from '../../../platform/documents/redactDocument.ts';
import type { Firestore } from '../../../platform/firestore.ts';
import type { Sql } from '../../../platform/postgres.ts';
import { findNaming } from '../../../sync/erasure/index.ts';
import type { Mentions } from '../rows/mentions.ts';
import type { Subject } from '../step.ts';

/** Documents read at a time; each may have a megabyte. */
const PAGE_SIZE = 100;

/** Documents written at a time, of those that others write, too. */
const CONCURRENCY = 8;

/** Rows written this long before an erasure began may be of documents that were still on their way. */
const LATELY_MS = 3_600_000;

/** The gRPC codes of NOT_FOUND and FAILED_PRECONDITION. */
const CHANGED_MEANWHILE: unknown[] = [5, 9];

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
    const outdated = await redactPage(firestore, references, without);
    const limited = limitConcurrency(CONCURRENCY);
    const rewritten = await Promise.all(
      outdated.changedMeanwhile.map((ref) => limited(() => rewrite(firestore, ref, without))),
    );
    redacted += outdated.redacted + rewritten.filter(Boolean).length;
  }
  return redacted;
}

/** Changes documents in batches, unless they have changed since they were read. */
async function redactPage(
  firestore: Firestore,
  references: readonly DocumentReference[],
  without: Without,
): Promise<{ redacted: number; changedMeanwhile: DocumentReference[] }> {
  const writer = firestore.bulkWriter();
  const writes = (await firestore.getAll(...references)).flatMap((snapshot) => {
    const data = snapshot.data();
    const kept = data && without(data);
    if (data === undefined || kept === undefined || kept === data) return [];
    const { ref, updateTime } = snapshot;
    const [field, value, ...others] = differences(data, kept);
    return writer.update(ref, field, value, ...others, { lastUpdateTime: updateTime }).then(
      () => null,
      (error: unknown) => {
        if (!CHANGED_MEANWHILE.includes((error as { code?: unknown }).code)) throw error;
        return ref;
      },
    );
  });
  const [outcomes] = await Promise.all([Promise.all(writes), writer.close()]);
  const changedMeanwhile = outcomes.filter((ref) => ref !== null);
  return { redacted: outcomes.length - changedMeanwhile.length, changedMeanwhile };
}

/** Fields, each followed by its value. */
type Differences = [FieldPath, unknown, ...unknown[]];

/** What turns a document into another. Names of fields may hold dots, so they are given as paths. */
function differences(data: DocumentData, kept: DocumentData): Differences {
  const changed = Object.keys(data).filter((name) => !Object.is(data[name], kept[name]));
  return changed.flatMap((name) => [
    new FieldPath(name),
    Object.hasOwn(kept, name) ? (kept[name] as unknown) : FieldValue.delete(),
  ]) as Differences;
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
