import { z } from 'zod';
import { callable } from '../platform/callable.ts';
import { firestoreDatabase } from '../platform/config.ts';
import { firestore } from '../platform/firestore.ts';
import { readStatus } from './control/status.ts';

/** For administrators: the synchronisation state, as shown by `npm run sync-control`. No input. */
export const syncStatus = callable({
  name: 'syncStatus',
  cheap: true,
  input: z.strictObject({}),
  options: { maxInstances: 2 },
  audit: { subjects: () => [] },
  handle: ({ sql }) => readStatus(firestore(firestoreDatabase.value()), sql),
});
