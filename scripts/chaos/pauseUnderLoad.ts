import { setTimeout as sleep } from 'node:timers/promises';
import type { Firestore } from '../../functions/src/platform/firestore.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { readStatus } from '../../functions/src/sync/control/status.ts';
import { forgetPause, setMode } from '../lib/controlDocument.ts';

/** How soon every instance honours a new mode, and what it had begun is done. */
const HONOURED_MS = 8000;

/** How far an age in the status may be from what was measured here. */
const TOLERANCE_SECONDS = 10;

/**
 * Pauses the synchronisation for so long under load, looks every second whether the status tells the
 * truth, and resumes.
 *
 * @returns what the status said that was not true.
 */
export async function pause(firestore: Firestore, sql: Sql, seconds: number): Promise<string[]> {
  const lies = new Set<string>();
  const claim = (holds: boolean, sentence: string): void => {
    if (!holds) lies.add(sentence);
  };
  const started = Date.now();
  await setMode(firestore, 'paused', []);
  await sleep(HONOURED_MS);
  const total = async () => {
    const status = await readStatus(firestore, sql);
    const counts = Object.values(status.collections);
    return { status, received: counts.reduce((sum, { received }) => sum + received, 0) };
  };
  const first = await total();
  let waiting = 0;
  do {
    await sleep(1000);
    const elapsed = (Date.now() - started) / 1000;
    const { status, received } = await total();
    claim(status.control.mode === 'paused', 'the mode is not "paused" during a pause');
    claim(received === first.received, 'changes were applied during a pause');
    claim(status.reconciled, 'the counts do not reconcile during a pause');
    claim(status.deferredDocuments >= waiting, 'documents stopped waiting during a pause');
    claim(status.deferredDocuments > 0, 'nothing waits during a pause under load');
    claim(
      Math.abs(status.oldestUnappliedSeconds - elapsed) < TOLERANCE_SECONDS,
      'the oldest unapplied change is not as old as the pause',
    );
    waiting = status.deferredDocuments;
  } while (Date.now() - started < seconds * 1000);
  await setMode(firestore, 'on', []);
  await forgetPause(firestore);
  return [...lies];
}
