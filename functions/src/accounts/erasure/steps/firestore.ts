import { deleteOwnDocuments } from '../documents/deleteOwn.ts';
import { redactOthersDocuments } from '../documents/redactOthers.ts';
import { readMentions } from '../rows/mentions.ts';
import type { Step } from '../step.ts';

/** Deletes somebody's documents with all below them, and takes them out of everybody else's. */
export const firestoreStep: Step = {
  name: 'firestore',
  async run({ firestore, sql, subject }) {
    const deleted = await deleteOwnDocuments({ firestore, sql }, subject.uid);
    const redacted = await redactOthersDocuments(
      { firestore, sql },
      await readMentions(sql, subject),
      subject,
    );
    return { deleted, redacted };
  },
};
