import { isDeepStrictEqual } from 'node:util';
import { onDocumentWritten } from 'firebase-functions/firestore';
import { firestoreDatabase } from '../platform/config.ts';
import { firestore } from '../platform/firestore.ts';
import { CARD_FUNCTION, refreshCard } from './published/cardTriggers.ts';
import { toVisibleProfile } from './published/profile.ts';

/**
 * Keeps `cards/{uid}` equal to what `users/{uid}` lets others see: writes it when that changes, deletes it when the
 * person hides or is gone. A write that changes nothing on the card bills no read.
 */
export const publishCard = onDocumentWritten(
  { ...CARD_FUNCTION, database: firestoreDatabase, document: 'users/{uid}' },
  async ({ id, data, params: { uid }, database }) => {
    if (data === undefined) throw new Error(`event ${id} carries no document`);
    // Creates the client before `data()` is called: see firestore().
    firestore(database);
    const [before, after] = [data.before, data.after].map((state) => toVisibleProfile(state.data()));
    if (!isDeepStrictEqual(before, after)) await refreshCard(uid, new Date());
  },
);
