import type { EventHandlerOptions } from 'firebase-functions';
import { databaseUrl, firestoreDatabase } from '../../platform/config.ts';
import { deployedAs } from '../../platform/deployment.ts';
import { firestore } from '../../platform/firestore.ts';
import { logger } from '../../platform/logger.ts';
import { database } from '../../platform/postgres.ts';
import { withoutContents } from '../../platform/withoutContents.ts';
import { writeCard } from './writeCard.ts';

/** How the functions that write cards are deployed. */
export const CARD_FUNCTION = {
  ...deployedAs('cards'),
  retry: true,
  secrets: [databaseUrl],
  // An event holds the document before and after the write: up to 2 MB.
  concurrency: 20,
  maxInstances: 10,
  memory: '512MiB',
} satisfies EventHandlerOptions;

/** Brings a card to the present state, in production. @throws what Firestore throws: the event is then redelivered */
export async function refreshCard(uid: string, now: Date): Promise<void> {
  const context = { firestore: firestore(firestoreDatabase.value()), sql: database, now };
  await withoutContents(async () => {
    logger.info('card', { uid, outcome: await writeCard(context, uid) });
  });
}
