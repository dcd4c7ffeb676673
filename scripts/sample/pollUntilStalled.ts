import { setTimeout as sleep } from 'node:timers/promises';

/** Give up when the count has not changed for this long. */
const STALL_MS = 60_000;

const POLL_MS = 250;

/** Polls a count until it reaches the target or stops changing. Returns whether it reached the target. */
export async function pollUntilStalled(
  target: number,
  count: () => Promise<number>,
  onProgress: (count: number) => void,
): Promise<boolean> {
  let latest = 0;
  let changedAt = Date.now();
  while (latest < target && Date.now() - changedAt < STALL_MS) {
    await sleep(POLL_MS);
    const current = await count();
    if (current !== latest) changedAt = Date.now();
    latest = current;
    onProgress(latest);
  }
  return latest >= target;
}
