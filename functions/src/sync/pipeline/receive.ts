import type { DocumentSnapshot } from 'firebase-admin/firestore';
import { decodeChange } from './change.ts';
import { upsertOrRefusal } from './snapshot.ts';
import type { Incoming } from './prepare.ts';

/** Firestore's limit for one document. */
const MAX_DOCUMENT_BYTES = 1_048_576;

/** Reads a message, whatever it holds. */
export function receive(id: string, message: Buffer): Incoming {
  const incoming = { id, message, bytes: message.length };
  try {
    return { ...incoming, change: decodeChange(message) };
  } catch (error) {
    const problem = error instanceof SyntaxError ? 'the message is no JSON' : 'the message is no change';
    return { ...incoming, change: { kind: 'unreadable', problem } };
  }
}

/**
 * Completes a change that stands for a document too large to send with the document's present state,
 * which is as new as the change or newer. Other changes are complete.
 *
 * @param read reads a document by its path
 * @throws what `read` throws: the message comes again.
 */
export async function completed(
  incoming: Incoming,
  read: (path: string) => Promise<DocumentSnapshot>,
): Promise<Incoming> {
  if (incoming.change.kind !== 'reread') return incoming;
  const snapshot = await read(incoming.change.path);
  if (!snapshot.exists) return incoming;
  return { ...incoming, bytes: MAX_DOCUMENT_BYTES, change: upsertOrRefusal(snapshot) };
}
