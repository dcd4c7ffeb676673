import { z } from 'zod';
import { personTag } from '../platform/cache.ts';
import type { Caller } from '../platform/caller.ts';
import { callable } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';
import type { Sql } from '../platform/postgres.ts';
import { forecastActivity, type Forecast } from './forecast/forecastActivity.ts';
import { forecastModel } from './forecast/forecastModel.ts';
import { readActivity } from './forecast/readActivity.ts';

/** Without a trained model, which takes about eight months of history, there is no forecast. */
export type EngagementForecast =
  | { userId: string; basis: 'too-little-history' }
  | ({
      userId: string;
      basis: 'history';
      /** When the model was trained, as RFC 3339. */
      trainedAt: string;
    } & Forecast);

/**
 * How likely a user is to be active in the next 30 and 60 days, with the two strongest reasons. Users may ask about
 * themselves, faculty about the students of their own department, and administrators about anyone.
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
    const [activity] = await readActivity(sql, now, [userId]);
    if (activity === undefined)
      throw new DomainError('not-found', 'There is no such profile: save it first.');
    const { trainedAt, parameters } = await forecastModel.inUse(sql);
    if (parameters === null) return { userId, basis: 'too-little-history' };
    return {
      userId,
      basis: 'history',
      trainedAt: trainedAt.toISOString(),
      ...forecastActivity(parameters.horizons, activity, now),
    };
  },
});

/** @throws DomainError that does not reveal whether the user exists */
async function authorise(sql: Sql, { role, departmentKey }: Caller, userId: string): Promise<void> {
  if (role === 'admin') return;
  if (role === 'faculty' && (await isStudentOf(sql, departmentKey, userId))) return;
  throw new DomainError(
    'not-allowed',
    'Only the person, faculty of their department and administrators see this.',
  );
}

async function isStudentOf(sql: Sql, departmentKey: string | null, userId: string): Promise<boolean> {
  const [student] = await sql`
    select from users
    where id = ${userId} and live and department_key = ${departmentKey} and coalesce(role, 'student') = 'student'`;
  return student !== undefined;
}
