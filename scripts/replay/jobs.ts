import '../../functions/src/index.ts';
import { nightOrder } from '../../functions/src/operations/night.ts';
import { registeredJobs, type JobContext } from '../../functions/src/platform/job.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { trainModels } from '../../functions/src/recommendations/refresh/trainModels.ts';

/** A replay has no media, and no answer depends on reports. */
const LEFT_OUT = ['cleanUpMedia', 'makeReport'];

/** Recommendation lists are made when a question asks for them, so only their models are fitted. */
const WITHOUT_LISTS = {
  refreshRecommendations: async ({ sql, now }: JobContext) => ((await trainModels(sql, now)) ? 0 : null),
};

/**
 * Runs the jobs of a night that need only Postgres, each as soon as the jobs it waits for are done.
 *
 * @throws when a job fails, or is skipped because something else holds its lock.
 */
export async function runNight(sql: Sql, now: Date): Promise<void> {
  const context = { sql, now, firestore: () => Promise.reject(new Error('a replay has no Firestore')) };
  const overrides: Partial<Record<string, (context: JobContext) => Promise<number | null>>> = WITHOUT_LISTS;
  const done = new Map<string, Promise<void>>();
  for (const { name, after = [], needsFirestore, run } of nightOrder(registeredJobs())) {
    if (LEFT_OUT.includes(name) || needsFirestore) continue;
    const work = async (): Promise<void> => {
      await Promise.all(after.map((earlier) => done.get(earlier) ?? Promise.resolve()));
      const rows = await (overrides[name] ?? run)(context);
      if (rows === null) throw new Error(`${name} was skipped: something else holds its lock`);
    };
    done.set(name, work());
  }
  await Promise.all(done.values());
}
