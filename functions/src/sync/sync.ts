import { collections } from './collections/index.ts';
import { collectionTriggers } from './pipeline/triggers.ts';

/**
 * One Firestore trigger per collection, deployed as `sync-<collection>`: publishes every document write
 * for {@link applyChanges}. If Pub/Sub is unreachable it throws, and the event is redelivered.
 */
export const sync = collectionTriggers(collections);
