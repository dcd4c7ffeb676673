import { FieldValue, Timestamp } from 'firebase-admin/firestore';
import type { Firestore } from '../../platform/firestore.ts';

/** The field that hides somebody while their erasure is due (platform/documents/visibility.ts). Only the server writes it. */
const FIELD = 'deletionDueAt';

/** The gRPC code of a document that does not exist. */
const NOT_FOUND = 5;

/** Hides somebody until a date; null shows them as they were. Somebody without a profile is hidden anyway. */
export async function markDeletionDue(firestore: Firestore, uid: string, dueAt: Date | null): Promise<void> {
  try {
    await firestore
      .collection('users')
      .doc(uid)
      .update({ [FIELD]: dueAt === null ? FieldValue.delete() : Timestamp.fromDate(dueAt) });
  } catch (error) {
    if ((error as { code?: unknown }).code !== NOT_FOUND) throw error;
  }
}
