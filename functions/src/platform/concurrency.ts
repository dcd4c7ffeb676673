/** Runs a job once fewer jobs than the limit are running. */
export type Limiter = <T>(job: () => Promise<T>) => Promise<T>;

/** Runs at most this many jobs at a time; the others start in the order they came. */
export function limitConcurrency(limit: number): Limiter {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (job) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await job();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
