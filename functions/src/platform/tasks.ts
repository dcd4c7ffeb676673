import { functionsRegion } from './region.ts';

/** The longest that a task may take, in seconds: after that, Cloud Tasks calls again, whatever still runs. */
export const LONGEST_TASK_SECONDS = 1800;

/**
 * Has a task queue function called with this data, soon or at a time within 30 days. In the emulator, which knows no
 * times, it is called at once. Loads the client on first use.
 *
 * @throws when Cloud Tasks does not take the task
 */
export async function enqueueTask(name: string, data: Record<string, string>, at?: Date): Promise<void> {
  const { getFunctions } = await import('firebase-admin/functions');
  const queue = getFunctions().taskQueue(`locations/${functionsRegion.value()}/functions/${name}`);
  await queue.enqueue(data, {
    // By default it is ten minutes.
    dispatchDeadlineSeconds: LONGEST_TASK_SECONDS,
    ...(at !== undefined && { scheduleTime: at }),
  });
}
