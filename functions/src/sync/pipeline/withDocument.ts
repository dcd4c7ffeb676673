import type { DocumentSnapshot } from 'firebase-admin/firestore';
import { limitConcurrency } from '../../platform/concurrency.ts';
import { firestoreDatabase } from '../../platform/config.ts';
import { firestore } from '../../platform/firestore.ts';
import type { IncomingChange } from './prepareChange.ts';
import { toUpsertOrRefusal } from './snapshotToChange.ts';

/** Firestore's size limit for one document. */
const MAX_DOCUMENT_BYTES = 1_048_576;

/** Limits how many large documents are in memory at once: read, and not yet committed. */
const limitRereads = limitConcurrency(8);

/**
 * Calls `apply` with the change, once a `reread` has been replaced by the document's current state, which
 * is at least as new.
 *
 * @throws what reading the document throws, so that the message is redelivered.
 */
export function withDocument<Result>(
  incoming: IncomingChange,
  apply: (complete: IncomingChange) => Promise<Result>,
): Promise<Result> {
  const { change } = incoming;
  if (change.kind !== 'reread') return apply(incoming);
  return limitRereads(async () => {
    const snapshot = await firestore(firestoreDatabase.value()).doc(change.path).get();
    return apply(resolveReread(incoming, snapshot));
  });
}

function resolveReread(incoming: IncomingChange, snapshot: DocumentSnapshot): IncomingChange {
  if (!snapshot.exists) return incoming;
  return { ...incoming, bytes: MAX_DOCUMENT_BYTES, change: toUpsertOrRefusal(snapshot) };
}
