import { randomBytes } from 'node:crypto';
import { initialize } from '../../src/platform/app.ts';
import { firestore, type Firestore } from '../../src/platform/firestore.ts';
import { PROJECT, setting } from './environment.ts';

/** A Firestore database of its own in the emulator, which no trigger listens to. */
export function emptyFirestore(): { firestore: Firestore; databaseId: string } {
  setting('FIRESTORE_EMULATOR_HOST');
  initialize(PROJECT);
  const databaseId = `test-${randomBytes(6).toString('hex')}`;
  return { firestore: firestore(databaseId), databaseId };
}
