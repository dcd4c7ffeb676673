/** Runs a job when there is room for it. */
export type Limiter = <T>(job: () => Promise<T>) => Promise<T>;

/** Runs jobs, at most this many at the same time; the others wait their turn. */
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
