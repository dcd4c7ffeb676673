import { randomBytes } from 'node:crypto';
import { initialize } from '../../src/platform/app.ts';
import { firestore, type Firestore } from '../../src/platform/firestore.ts';
import { PROJECT, setting } from './environment.ts';

/** Opens a new, empty Firestore database in the emulator, to which no trigger listens. */
export function emptyFirestore(): { firestore: Firestore; databaseId: string } {
  setting('FIRESTORE_EMULATOR_HOST');
  initialize(PROJECT);
  const databaseId = `test-${randomBytes(6).toString('hex')}`;
  return { firestore: firestore(databaseId), databaseId };
}
