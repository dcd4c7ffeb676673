import { firestoreDatabase } from '../../platform/config.ts';
import { findCollection } from '../../platform/documents/collection.ts';
import { firestore } from '../../platform/firestore.ts';
import { logger } from '../../platform/logger.ts';
import { database } from '../../platform/postgres.ts';
import { allCollections } from '../collections/index.ts';
import { BATCH_LIMITS } from '../pipeline/applyBatch.ts';
import { Batcher } from '../pipeline/batcher.ts';
import type { IncomingChange } from '../pipeline/prepareChange.ts';
import { isOn, readControlFields } from './control.ts';
import { ControlReader } from './controlReader.ts';
import { recordDeferredChanges, type DeferredChange } from './deferredChanges.ts';

const control = new ControlReader(() => readControlFields(firestore(firestoreDatabase.value())));

let deferrals: Batcher<DeferredChange, null> | undefined;

/** Nacks a message, by throwing, while operators have paused its table. */
export async function refuseWhilePaused(incoming: IncomingChange, publishedAt: string): Promise<void> {
  const { id, change } = incoming;
  const path = change.kind === 'unreadable' ? id : change.path;
  if (isOn(await control.current(), tableOf(incoming), path)) return;
  await deferChange(incoming, publishedAt);
  throw new Error(`paused: ${path} stays in Pub/Sub`);
}

/** Records that a change is deferred. Best effort, because Postgres may be the reason for it. */
export async function deferChange(incoming: IncomingChange, publishedAt: string): Promise<void> {
  const { change } = incoming;
  if (change.kind === 'unreadable') return;
  const { path, version } = change;
  deferrals ??= new Batcher(async (batch) => {
    await recordDeferredChanges(database(), batch);
    return batch.map(() => null);
  }, BATCH_LIMITS);
  try {
    await deferrals.add({ collection: tableOf(incoming), path, version, publishedAt }, path.length);
  } catch (error) {
    logger.warn('deferred change could not be recorded', { path, error: String(error) });
  }
}

function tableOf({ change }: IncomingChange): string {
  if (change.kind === 'unreadable') return 'unknown';
  return findCollection(allCollections, change.path)?.collection.table ?? 'unknown';
}
