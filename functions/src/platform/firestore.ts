import { getApp } from 'firebase-admin/app';
import { getFirestore, type Firestore } from 'firebase-admin/firestore';

export type { Firestore } from 'firebase-admin/firestore';

const opened = new Map<string, Firestore>();

/**
 * The Firestore client of this instance, for a named database or the default one. Integers are read
 * as `bigint`, since a `number` loses what lies beyond 2^53.
 *
 * firebase-functions builds the snapshots of its events with the same client, and they decode their
 * integers when `data()` is called: a trigger calls this first.
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
