import type { DocumentData, DocumentReference } from 'firebase-admin/firestore';
import { redactDocument, type Redaction } from '../../../platform/documents/redactDocument.ts';
import type { Firestore } from '../../../platform/firestore.ts';
import { allCollections, DocumentReader } from '../../../sync/index.ts';
import type { Subject } from '../step.ts';

/** Documents read at a time. */
const PAGE_SIZE = 300;

/** Whatever people write in, and what the server makes of it. */
const SCANNED = [...allCollections.map(({ path }) => ({ path })), { path: 'cards/{uid}' }];

/**
 * Takes a person out of the documents of others, whoever wrote it. Reads every document: no query finds a mention, or a
 * comment by its author. Returns how many it changed.
 */
export async function redactOthersDocuments(
  firestore: Firestore,
  redaction: Redaction,
  subject: Subject,
): Promise<number> {
  const reader = new DocumentReader(firestore);
  const without = (data: DocumentData): DocumentData => withoutThem(data, redaction, subject);
  let redacted = 0;
  for (const collection of SCANNED) {
    for await (const page of reader.streamPages(collection, { after: null, upTo: null }, PAGE_SIZE)) {
      for (const snapshot of page) {
        const data = snapshot.data() ?? {};
        if (without(data) !== data && (await rewrite(firestore, snapshot.ref, without))) redacted += 1;
      }
    }
  }
  return redacted;
}

/** As the document is now, which may have changed since it was read. */
function rewrite(
  firestore: Firestore,
  reference: DocumentReference,
  without: (data: DocumentData) => DocumentData,
): Promise<boolean> {
  return firestore.runTransaction(async (transaction) => {
    const data = (await transaction.get(reference)).data();
    if (data === undefined) return false;
    const kept = without(data);
    if (kept !== data) transaction.set(reference, kept);
    return kept !== data;
  });
}

/** An event remains without its organiser, and without their files. */
function withoutThem(data: DocumentData, redaction: Redaction, { uid, files }: Subject): DocumentData {
  const kept = redactDocument(data, redaction);
  const { createdBy, mediaIds } = data;
  if (createdBy !== uid || !Array.isArray(mediaIds)) return kept;
  return { ...kept, mediaIds: mediaIds.filter((id) => !files.includes(String(id))) };
}
