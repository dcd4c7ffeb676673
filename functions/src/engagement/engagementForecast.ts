import { z } from 'zod';
import { isShownFor } from '../cards/index.ts';
import { personTag } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { noProfile } from '../sync/index.ts';
import { freshnessFields } from '../platform/freshness.ts';
import { aboutSubject, readSubject, subjectInput } from '../platform/identity/subject.ts';
import { currentForecaster, forecastBasis } from './forecast/currentForecaster.ts';
import { forecastFields } from './forecast/forecastActivity.ts';
import { readActivity } from './forecast/readActivity.ts';

const output = z
  .strictObject({
    userId: z.string().describe('Whose forecast it is.'),
    basis: forecastBasis,
    ...freshnessFields,
    ...forecastFields,
  })
  .meta({ id: 'EngagementForecast' });

export type EngagementForecast = z.infer<typeof output>;

/**
 * How likely a user is to be active in the next 30 and 60 days, with the two strongest reasons. Users may ask about
 * themselves, faculty about the students of their own departments, and administrators about anyone, except people who
 * keep their forecast to themselves.
 */
export const engagementForecast = callable({
  name: 'engagementForecast',
  description: `How likely the caller, or somebody whom the caller looks after, is to be active within 30 and 60 days.

\`asOf\` is when the model was trained; activity counts as it is now. Those who hide their forecast see it themselves, and nobody else does; refusals do not reveal whether somebody hides it.`,
  input: z.strictObject({ userId: subjectInput }),
  output,
  errors: ['not-found', 'not-ready'],
  idempotent: true,
  cache: {
    seconds: 3600,
    tags: ({ userId }, { uid }) => [uid, userId].map(personTag),
  },
  audit: aboutSubject,
  async handle(context, input) {
    const { sql, now } = context;
    const userId = await readSubject(context, input.userId, isShownFor(sql, 'forecast'));
    const [activity] = await readActivity(sql, now, [userId]);
    if (activity === undefined) throw await noProfile(sql, userId);
    const { basis, freshness, forecast } = await currentForecaster(sql, now);
    return { userId, basis, ...freshness, ...forecast(activity) };
  },
});
