import { z } from 'zod';
import { personTag } from '../platform/cache.ts';
import type { Caller } from '../platform/caller.ts';
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
  async handle({ uid, caller, sql, now }, { userId = uid }): Promise<EngagementForecast> {
    if (userId !== uid) await authorise(sql, await caller(), userId);
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

/** @throws DomainError, which does not reveal whether such a person exists. */
async function authorise(sql: Sql, { role, department }: Caller, userId: string): Promise<void> {
  if (role === 'admin') return;
  if (role === 'faculty' && (await isStudentOf(sql, department, userId))) return;
  throw new DomainError(
    'not-allowed',
    'Only the person, faculty of their department and administrators see this.',
  );
}

async function isStudentOf(sql: Sql, department: string | null, userId: string): Promise<boolean> {
  const [student] = await sql`
    select from users
    where id = ${userId} and live and department = ${department} and coalesce(role, 'student') = 'student'`;
  return student !== undefined;
}
