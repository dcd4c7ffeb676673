import type { Query } from 'firebase-admin/firestore';
import { OWNERS, TREES } from '../../functions/src/accounts/erasure/documents/deleteOwn.ts';
import type { Firestore } from '../../functions/src/platform/firestore.ts';
import { listAccounts } from '../../functions/src/platform/identity/account.ts';

/** Ids of people in Firestore: whose documents there are. Bills a read of each post, connection and attendance. */
export async function* idsInFirestore(firestore: Firestore): AsyncGenerator<string> {
  for (const collection of TREES) {
    // Documents that are missing but have subcollections, too.
    for (const { id } of await firestore.collection(collection).listDocuments()) yield id;
  }
  for (const [collection, owners] of Map.groupBy(OWNERS, ([name]) => name)) {
    yield* fieldsOf(firestore.collection(collection), ...owners.map(([, field]) => field));
  }
  const attendees = firestore.collectionGroup('attendees').select().stream();
  for await (const { id } of attendees as AsyncIterable<{ id: string }>) yield id;
}

async function* fieldsOf(query: Query, ...fields: string[]): AsyncGenerator<string> {
  const documents = query.select(...fields).stream() as AsyncIterable<{ get: (field: string) => unknown }>;
  for await (const document of documents) {
    for (const field of fields) {
      const id: unknown = document.get(field);
      if (typeof id === 'string') yield id;
    }
  }
}

/** Ids of all accounts. */
export async function* idsOfAccounts(): AsyncGenerator<string> {
  for await (const { uid } of listAccounts()) yield uid;
}
