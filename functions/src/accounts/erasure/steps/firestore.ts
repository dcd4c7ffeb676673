import { redactionOf, type Redaction } from '../../../platform/documents/redactDocument.ts';
import { pgArray, type Sql } from '../../../platform/postgres.ts';
import { deleteOwnDocuments } from '../documents/deleteOwn.ts';
import { redactOthersDocuments } from '../documents/redactOthers.ts';
import type { Step, Subject } from '../step.ts';

/** Deletes somebody's documents with all below them, and takes them out of everybody else's. */
export const firestoreStep: Step = {
  name: 'firestore',
  async run({ firestore, sql, subject }) {
    const deleted = await deleteOwnDocuments({ firestore, sql }, subject.uid);
    const redacted = await redactOthersDocuments(firestore, await redactionFor(sql, subject), subject);
    return { deleted, redacted };
  },
};

/** A name that somebody else has, too, stays: nobody knows who is meant. */
async function redactionFor(sql: Sql, { uid, emails, names }: Subject): Promise<Redaction> {
  const lowered = pgArray(names.map((name) => name.toLowerCase()));
  const rows = await sql<{ name: string }[]>`
    select lower(name) as name from users
    where live and id <> ${uid} and lower(name) = any (${lowered}::text[])
      and not exists (select from erasures where user_id = users.id and began_at is not null)`;
  const shared = new Set(rows.map(({ name }) => name));
  return redactionOf([{ uid, emails, names }], (name) => shared.has(name.toLowerCase()));
}
