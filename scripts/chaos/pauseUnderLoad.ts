import { setTimeout as sleep } from 'node:timers/promises';
import type { Firestore } from '../../functions/src/platform/firestore.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { readStatus, type SyncStatus } from '../../functions/src/sync/control/status.ts';
import { clearPausedSince, setMode } from '../lib/controlDocument.ts';

/** Time until every instance follows a new mode and has finished its batches. */
const MODE_DELAY_MS = 8000;

/** Allowed difference between an age in the status and the one measured here. */
const TOLERANCE_SECONDS = 10;

/**
 * Pauses the synchronisation under load, checks the status every second, and resumes.
 *
 * @returns the false statements of the status, as sentences.
 */
export async function pauseUnderLoad(firestore: Firestore, sql: Sql, seconds: number): Promise<string[]> {
  const errors = new Set<string>();
  const expect = (isTrue: boolean, error: string): void => {
    if (!isTrue) errors.add(error);
  };
  const startedAt = Date.now();
  await setMode(firestore, 'paused', []);
  await sleep(MODE_DELAY_MS);
  const receivedBefore = countReceived(await readStatus(firestore, sql));
  let deferredBefore = 0;
  do {
    await sleep(1000);
    const elapsedSeconds = (Date.now() - startedAt) / 1000;
    const status = await readStatus(firestore, sql);
    expect(status.control.mode === 'paused', 'the mode is not "paused" during a pause');
    expect(countReceived(status) === receivedBefore, 'changes were applied during a pause');
    expect(status.reconciled, 'the counts do not reconcile during a pause');
    expect(status.deferredDocuments >= deferredBefore, 'fewer documents are deferred during a pause');
    expect(status.deferredDocuments > 0, 'no document is deferred during a pause under load');
    expect(
      Math.abs(status.oldestUnappliedSeconds - elapsedSeconds) < TOLERANCE_SECONDS,
      'the oldest unapplied change is not as old as the pause',
    );
    deferredBefore = status.deferredDocuments;
  } while (Date.now() - startedAt < seconds * 1000);
  await setMode(firestore, 'on', []);
  await clearPausedSince(firestore);
  return [...errors];
}

function countReceived({ collections }: SyncStatus): number {
  return Object.values(collections).reduce((sum, { received }) => sum + received, 0);
}
