import { job, type JobContext } from '../platform/job.ts';
import { logger } from '../platform/logger.ts';
import { driveErasure, readDueErasures, type DueErasure } from './erasure/driveErasure.ts';
import { enqueueErasure } from './erasure/enqueueErasure.ts';
import { ERASURE_FUNCTION } from './erasure/erasureFunction.ts';
import { repairMarks } from './erasure/grace.ts';
import type { ErasureDriver, ErasureRun } from './erasure/runErasure.ts';
import { kindOfError } from '../platform/postgres.ts';
import { personalStores } from './personalStores.ts';

/** Every night: begins the erasures whose grace has ended, and takes every step that is due and not done. */
export const finishErasures = job({
  name: 'finishErasures',
  does: 'begins and continues the erasures that are due; hides and shows people as the ledger says',
  schedule: '15 6 * * *',
  after: [],
  needsFirestore: true,
  deadlineHours: 26,
  options: ERASURE_FUNCTION,
  run: (context) => finishDueErasures(context, personalStores()),
});

/**
 * Drives every erasure of which something is due. One that fails keeps none of the others.
 *
 * @returns how many steps were taken
 * @throws Error at the end if one failed
 */
export async function finishDueErasures(
  { sql, now, firestore: open }: JobContext,
  stores: Pick<ErasureDriver, 'cloudinary' | 'bucket' | 'redis' | 'steps'>,
): Promise<number> {
  const firestore = await open();
  const repaired = await repairMarks(sql, firestore);
  const due = await readDueErasures(sql, now);
  const { timeoutSeconds } = ERASURE_FUNCTION;
  const driver = { ...stores, sql, firestore, now, timeoutSeconds, enqueue: enqueueErasure };
  let steps = 0;
  let failed = 0;
  for (const erasure of due) {
    const run = await driveOrReport(driver, erasure);
    steps += run?.steps ?? 0;
    if (run === null || run.outcome === 'failed') failed += 1;
  }
  logger.info('erasures driven', { due: due.length, steps, failed, repaired });
  if (failed > 0) {
    throw new Error(
      `${String(failed)} of ${String(due.length)} erasures failed at a step: "npm run accounts -- status" says which`,
    );
  }
  return steps;
}

/** Null for an erasure that cannot even begin, as while the account cannot be looked up. */
async function driveOrReport(
  driver: Parameters<typeof driveErasure>[0],
  erasure: DueErasure,
): Promise<ErasureRun | null> {
  try {
    return await driveErasure(driver, erasure);
  } catch (error) {
    // Its message may quote what is being erased.
    logger.error('erasure not driven', { receipt: erasure.receipt, error: kindOfError(error) });
    return null;
  }
}
