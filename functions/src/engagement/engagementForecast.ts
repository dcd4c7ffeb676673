import { z } from 'zod';
import { isShownFor } from '../cards/index.ts';
import { personTag } from '../platform/cache.ts';
import { callable, type CallContext } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';
import { noProfile } from '../sync/index.ts';
import type { Freshness } from '../platform/freshness.ts';
import { pgArray, type Fragment, type Sql } from '../platform/postgres.ts';
import { currentForecaster, type ForecastBasis } from './forecast/currentForecaster.ts';
import type { Forecast } from './forecast/forecastActivity.ts';
import { readActivity } from './forecast/readActivity.ts';

/** `asOf` is when the model was trained; activity counts as it is now. */
export interface EngagementForecast extends Freshness, Forecast {
  userId: string;
  /** `rates` until there is a trained model, which takes about eight months of history. */
  basis: ForecastBasis;
}

/**
 * How likely a user is to be active in the next 30 and 60 days, with the two strongest reasons. Users may ask about
 * themselves, faculty about the students of their own departments, and administrators about anyone, except people who
 * keep their forecast to themselves.
 */
export const engagementForecast = callable({
  name: 'engagementForecast',
  input: z.strictObject({ userId: z.string().min(1).max(1500).optional() }),
  cache: {
    seconds: 3600,
    tags: ({ userId }: EngagementForecast, { uid }) => [uid, userId].map(personTag),
  },
  audit: { subjects: (_answer, { userId }) => (userId === undefined ? [] : [userId]) },
  async handle(context, { userId = context.uid }): Promise<EngagementForecast> {
    const { uid, sql, now } = context;
    if (userId !== uid) await authorise(context, userId);
    const [activity] = await readActivity(sql, now, [userId]);
    if (activity === undefined) throw userId === uid ? await noProfile(sql, uid) : noSuchUser();
    const { basis, freshness, forecast } = await currentForecaster(sql, now);
    return { userId, basis, ...freshness, ...forecast(activity) };
  },
});

/** @throws DomainError that does not reveal whether the user exists */
async function authorise({ sql, reach, caller }: CallContext, userId: string): Promise<void> {
  if (reach === 'everyone' && (await isShown(sql, userId, sql`true`))) return;
  if (reach === 'everyone') throw noSuchUser();
  const isStudent = sql`department_key = any(${pgArray(caller.departmentKeys)}::text[])
    and coalesce(role, 'student') = 'student'`;
  if (reach === 'departments' && (await isShown(sql, userId, isStudent))) return;
  throw new DomainError(
    'not-allowed',
    'Only the person, faculty of their department and administrators see this.',
  );
}

/** Whether the user exists, lets others see their forecast, and fulfils a condition. */
async function isShown(sql: Sql, userId: string, condition: Fragment): Promise<boolean> {
  const [user] = await sql`
    select from users where id = ${userId} and live and ${isShownFor(sql, 'forecast')} and ${condition}`;
  return user !== undefined;
}

/** The same for somebody whose forecast is for themselves alone. */
function noSuchUser(): DomainError {
  return new DomainError('not-found', 'There is no user with this id.');
}
