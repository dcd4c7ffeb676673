import { logger } from '../../platform/logger.ts';
import { enqueueTask } from '../../platform/tasks.ts';

/** Cloud Tasks waits for 30 days at most; what is due later than the last look is left to the night. */
const LONGEST_WAIT_MS = 26 * 3_600_000;

/** A task comes a little late rather than early, since nothing is due before. */
const MARGIN_MS = 5000;

/** Queues a run of an erasure. */
export type EnqueueErasure = (receipt: string, at: Date, now: Date) => Promise<void>;

/**
 * Queues a run of `continueErasure` for when it is due. Never rejects: what cannot be queued, or is due much later, is
 * done by `finishErasures`.
 */
export const enqueueErasure: EnqueueErasure = async (receipt, at, now) => {
  if (at.getTime() - now.getTime() > LONGEST_WAIT_MS) return;
  try {
    // A task names the receipt, never the person.
    await enqueueTask(
      'continueErasure',
      { receipt },
      at <= now ? undefined : new Date(at.getTime() + MARGIN_MS),
    );
  } catch (error) {
    const { code, name } = error as { code?: unknown; name?: unknown };
    logger.warn('erasure not queued: it is left to the night', { receipt, error: code ?? name });
  }
};
