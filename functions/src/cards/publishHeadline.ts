import { isDeepStrictEqual } from 'node:util';
import { onDocumentWritten } from 'firebase-functions/firestore';
import { firestoreDatabase } from '../platform/config.ts';
import { firestore } from '../platform/firestore.ts';
import { CARD_FUNCTION, refreshCard } from './published/cardTriggers.ts';
import { toCurrentPosition } from './published/position.ts';

/**
 * Brings a person's card up to date when one of their current positions changes. A position of the past or the future is
 * on no card, and bills no read; `checkCards` renews headlines on the day a position begins or ends.
 */
export const publishHeadline = onDocumentWritten(
  { ...CARD_FUNCTION, database: firestoreDatabase, document: 'users/{uid}/positions/{positionId}' },
  async ({ id, data, params: { uid, positionId }, database }) => {
    if (data === undefined) throw new Error(`event ${id} carries no document`);
    // Creates the client before `data()` is called: see firestore().
    firestore(database);
    const now = new Date();
    const [before, after] = [data.before, data.after].map((state) =>
      toCurrentPosition(positionId, state.data(), now),
    );
    if (!isDeepStrictEqual(before, after)) await refreshCard(uid, now);
  },
);
