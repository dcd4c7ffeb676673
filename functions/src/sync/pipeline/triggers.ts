import {
  onDocumentWritten,
  type Change as BeforeAndAfter,
  type DocumentSnapshot,
  type FirestoreEvent,
} from 'firebase-functions/firestore';
import type { CloudFunction } from 'firebase-functions';
import type { Collection } from '../../platform/documents/collection.ts';
import { CHANGES_TOPIC, firestoreDatabase } from '../../platform/config.ts';
import { deployedAs } from '../../platform/deployment.ts';
import { firestore } from '../../platform/firestore.ts';
import { publish } from '../../platform/pubsub.ts';
import { encodeChange } from './change.ts';
import { toDelete, toUpsertOrRefusal } from './snapshotToChange.ts';

type WriteEvent = FirestoreEvent<BeforeAndAfter<DocumentSnapshot> | undefined>;

/** One trigger per collection, under the collection's name. */
export function collectionTriggers(
  collections: Record<string, Collection>,
): Record<string, CloudFunction<WriteEvent>> {
  const triggers = Object.entries(collections).map(([name, { path }]) => [
    name,
    onDocumentWritten(
      {
        ...deployedAs('triggers'),
        document: path,
        database: firestoreDatabase,
        retry: true,
        // An event holds the document before and after the write: up to 2 MB.
        concurrency: 20,
        maxInstances: 20,
        memory: '512MiB',
      },
      publishWrite,
    ),
  ]);
  return Object.fromEntries(triggers) as Record<string, CloudFunction<WriteEvent>>;
}

async function publishWrite(event: WriteEvent): Promise<void> {
  if (event.data === undefined) throw new Error(`event ${event.id} carries no document`);
  // Creates the client before `data()` is called: see firestore().
  firestore(event.database);
  const { before, after } = event.data;
  await publish(CHANGES_TOPIC, encodeChange(after.exists ? toUpsertOrRefusal(after) : toDelete(before)));
}
