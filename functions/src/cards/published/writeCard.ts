import { isDeepStrictEqual } from 'node:util';
import { readProfilePictures } from '../../media/index.ts';
import { encodeMap } from '../../platform/documents/encoding.ts';
import type { Firestore } from '../../platform/firestore.ts';
import type { Sql } from '../../platform/postgres.ts';
import { POSITION_FIELDS, toCurrentPosition } from './position.ts';
import { toVisibleProfile } from './profile.ts';
import { toPublishedCard } from './publishedCard.ts';

/** What cards are derived from and written to. */
export interface CardContext {
  firestore: Firestore;
  /** Opened only for people whose documents list pictures. */
  sql: () => Sql;
  now: Date;
}

export type CardOutcome = 'written' | 'deleted' | 'unchanged';

/** Positions of one person that are looked at: more than anybody has. */
const MAX_POSITIONS = 100;

/** Transactions on one person collide when they edit quickly; the event is redelivered if none of these gets through. */
const MAX_ATTEMPTS = 10;

/**
 * Brings the card of a person to what their document, their positions and their pictures say now.
 *
 * Everything is read in the transaction that writes the card. So it does not matter which event called for it, nor in
 * which order, how often or how many at a time events arrive: after the last of them the card is right. Reads the
 * person, the card and the positions: 3 billed reads for somebody with one position.
 */
export function writeCard({ firestore, sql, now }: CardContext, uid: string): Promise<CardOutcome> {
  const user = firestore.collection('users').doc(uid);
  const card = firestore.collection('cards').doc(uid);
  return firestore.runTransaction(
    async (transaction): Promise<CardOutcome> => {
      const [userNow, cardNow] = await transaction.getAll(user, card);
      const profile = toVisibleProfile(userNow?.data());
      if (profile === null) {
        if (!cardNow?.exists) return 'unchanged';
        transaction.delete(card);
        return 'deleted';
      }
      const { docs } = await transaction.get(
        user
          .collection('positions')
          .select(...POSITION_FIELDS)
          .limit(MAX_POSITIONS),
      );
      const positions = docs.flatMap((one) => toCurrentPosition(one.id, one.data(), now) ?? []);
      const listsPictures = profile.mediaIds.length > 0;
      const pictures = listsPictures ? await readProfilePictures(sql(), [{ userId: uid, ...profile }]) : null;
      const next = toPublishedCard(profile, positions, pictures?.get(uid) ?? null);
      if (cardNow?.exists && isDeepStrictEqual(encodeMap(cardNow.data() ?? {}), next)) return 'unchanged';
      transaction.set(card, next);
      return 'written';
    },
    { maxAttempts: MAX_ATTEMPTS },
  );
}
