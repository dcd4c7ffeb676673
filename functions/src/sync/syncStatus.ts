import { z } from 'zod';
import { adminCallable } from '../platform/callable.ts';
import { firestoreDatabase } from '../platform/config.ts';
import { firestore } from '../platform/firestore.ts';
import { database } from '../platform/postgres.ts';
import { readStatus } from './status.ts';

/** For administrators: the state of the synchronisation, as `npm run sync-control` shows it. No input. */
export const syncStatus = adminCallable(z.strictObject({}), {}, () =>
  readStatus(firestore(firestoreDatabase.value()), database()),
);
