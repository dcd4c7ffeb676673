import { z } from 'zod';
import { personTag } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';
import type { Sql } from '../platform/postgres.ts';
import { forecastOf, type Forecast } from './forecast/forecast.ts';
import { readHistories } from './forecast/history.ts';
import { readModel } from './forecast/model.ts';

/** There is no guessing: before the system has about eight months of history, it cannot say. */
export type EngagementForecast =
  | { userId: string; basis: 'too-little-history' }
  | ({
      userId: string;
      basis: 'history';
      /** When the model learned, as RFC 3339. */
      trainedAt: string;
    } & Forecast);

/**
 * How likely the caller is to be active in the next 30 and 60 days, with the two strongest reasons. Faculty may
 * ask about the students of their own department by `userId`, administrators about everybody.
 */
export const engagementForecast = callable({
  name: 'engagementForecast',
  allow: 'signed-in',
  input: z.strictObject({ userId: z.string().min(1).max(1500).optional() }),
  cache: {
    seconds: 3600,
    tags: ({ userId }: EngagementForecast, { uid }) => [uid, userId].map(personTag),
  },
  async handle({ uid, sql, now }, { userId = uid }): Promise<EngagementForecast> {
    if (userId !== uid) await authorise(sql, uid, userId);
    const [known] = await readHistories(sql, now, [userId]);
    if (known === undefined) throw new DomainError('not-found', 'there is no such profile: save it first');
    const model = await readModel(sql);
    if (model === null) return { userId, basis: 'too-little-history' };
    return {
      userId,
      basis: 'history',
      trainedAt: model.trainedAt.toISOString(),
      ...forecastOf(model, known, now),
    };
  },
});

/** @throws DomainError, which does not tell whether there is such a person. */
async function authorise(sql: Sql, uid: string, userId: string): Promise<void> {
  const [viewer] = await sql<{ allowed: boolean }[]>`
    select viewer.role = 'admin' or (
      viewer.role = 'faculty' and exists (
        select from users as student
        where student.id = ${userId} and student.live and student.department = viewer.department
          and coalesce(student.role, 'student') = 'student'
      )
    ) as allowed
    from users as viewer
    where viewer.id = ${uid} and viewer.live`;
  if (viewer?.allowed) return;
  throw new DomainError(
    'not-allowed',
    'this is for the person alone, faculty of their department, and administrators',
  );
}
