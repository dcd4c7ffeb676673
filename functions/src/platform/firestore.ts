import { getApp } from 'firebase-admin/app';
import { getFirestore, type Firestore } from 'firebase-admin/firestore';

export type { Firestore } from 'firebase-admin/firestore';

const opened = new Map<string, Firestore>();

/**
 * The Firestore client of this instance for a database. Reads integers as `bigint`, since a `number` is not exact
 * beyond 2^53.
 *
 * A trigger has to call this before it reads its event: firebase-functions builds the snapshots of events with the same
 * client, and they decode integers when `data()` is called.
 */
export function firestore(databaseId: string): Firestore {
  let client = opened.get(databaseId);
  if (client === undefined) {
    client = getFirestore(getApp(), databaseId);
    client.settings({ useBigInt: true });
    opened.set(databaseId, client);
  }
  return client;
}
