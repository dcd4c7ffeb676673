import type { DocumentSnapshot } from 'firebase-admin/firestore';
import { decodeChange } from './change.ts';
import { upsert } from './snapshot.ts';
import type { Incoming } from './prepare.ts';

/** Firestore's limit for one document. */
const MAX_DOCUMENT_BYTES = 1_048_576;

/**
 * Reads a message. A change that stands for a document too large to send is completed with the
 * document's present state, which is as new as the change or newer.
 *
 * @param read reads a document by its path
 * @throws what `read` throws: the message comes again.
 */
export async function receive(
  id: string,
  message: Buffer,
  read: (path: string) => Promise<DocumentSnapshot>,
): Promise<Incoming> {
  let change;
  try {
    change = decodeChange(message);
  } catch (error) {
    const problem = error instanceof SyntaxError ? 'the message is no JSON' : 'the message is no change';
    return { id, message, bytes: message.length, change: { kind: 'unreadable', problem } };
  }
  if (change.kind !== 'reread') return { id, message, bytes: message.length, change };
  const snapshot = await read(change.path);
  return { id, message, bytes: MAX_DOCUMENT_BYTES, change: snapshot.exists ? upsert(snapshot) : change };
}
