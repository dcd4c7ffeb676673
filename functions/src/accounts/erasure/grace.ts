import { FieldValue, Timestamp } from 'firebase-admin/firestore';
import type { Firestore } from '../../platform/firestore.ts';
import type { Sql } from '../../platform/postgres.ts';

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

/**
 * Puts profiles right that differ from the ledger, as after a request or a withdrawal that was cut off halfway, or where
 * somebody has made a new profile since. Returns how many.
 */
export async function repairMarks(sql: Sql, firestore: Firestore): Promise<number> {
  const different = await sql<{ uid: string; dueAt: Date | null }[]>`
    select users.id as uid, case when began_at is null then due_at end as "dueAt"
    from users left join erasures on erasures.user_id = users.id
    where live and (firebase_data ? ${FIELD}) <> (erasures.user_id is not null) and began_at is null`;
  for (const { uid, dueAt } of different) await markDeletionDue(firestore, uid, dueAt);
  return different.length;
}
