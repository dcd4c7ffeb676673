import {
  onDocumentWritten,
  type Change as BeforeAndAfter,
  type DocumentSnapshot,
  type FirestoreEvent,
} from 'firebase-functions/firestore';
import { CHANGES_TOPIC, firestoreDatabase, functionsRegion } from '../../platform/config.ts';
import { firestore } from '../../platform/firestore.ts';
import { publish } from '../../platform/pubsub.ts';
import { encodeChange } from './change.ts';
import { collections } from '../collections/index.ts';
import { deletion, upsertOrRefusal } from './snapshot.ts';

/**
 * One trigger for each collection, deployed as `sync-<collection>`: it publishes every write of a
 * document for the writer. When Pub/Sub cannot be reached it throws, and the event comes again.
 */
export const sync = Object.fromEntries(
  Object.entries(collections).map(([name, { path }]) => [
    name,
    onDocumentWritten(
      {
        document: path,
        database: firestoreDatabase,
        region: functionsRegion,
        retry: true,
        // An event holds a document twice, before and after: up to 2 MB each.
        concurrency: 20,
        maxInstances: 20,
        memory: '512MiB',
      },
      publishWrite,
    ),
  ]),
);

async function publishWrite(
  event: FirestoreEvent<BeforeAndAfter<DocumentSnapshot> | undefined>,
): Promise<void> {
  if (event.data === undefined) throw new Error(`event ${event.id} carries no document`);
  firestore(event.database);
  const { before, after } = event.data;
  await publish(CHANGES_TOPIC, encodeChange(after.exists ? upsertOrRefusal(after) : deletion(before)));
}
