import { z } from 'zod';
import { isShownFor } from '../cards/index.ts';
import { personTag } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { noProfile } from '../sync/index.ts';
import type { Freshness } from '../platform/freshness.ts';
import { aboutSubject, readSubject, subjectInput } from '../platform/identity/subject.ts';
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
  input: z.strictObject({ userId: subjectInput }),
  cache: {
    seconds: 3600,
    tags: ({ userId }: EngagementForecast, { uid }) => [uid, userId].map(personTag),
  },
  audit: aboutSubject,
  async handle(context, input): Promise<EngagementForecast> {
    const { sql, now } = context;
    const userId = await readSubject(context, input.userId, isShownFor(sql, 'forecast'));
    const [activity] = await readActivity(sql, now, [userId]);
    if (activity === undefined) throw await noProfile(sql, userId);
    const { basis, freshness, forecast } = await currentForecaster(sql, now);
    return { userId, basis, ...freshness, ...forecast(activity) };
  },
});
