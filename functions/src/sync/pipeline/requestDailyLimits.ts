import { campusDay } from '../../platform/campusTime.ts';
import { DAILY_LIMITS_TOPIC } from '../../platform/config.ts';
import { logger } from '../../platform/logger.ts';
import { publishRequest } from '../../platform/pubsub.ts';
import type { DailyLimitReached } from './dailyWrites.ts';

/** Has the limits of today marked. Never rejects: what a person creates next asks again. */
export async function requestDailyLimits(reached: readonly DailyLimitReached[]): Promise<void> {
  const today = campusDay(new Date());
  const current = reached.filter(({ day }) => day === today);
  await Promise.all(
    current.map((limit) => {
      logger.warn('daily limit reached', { uid: limit.userId, collection: limit.collection });
      return publishRequest(DAILY_LIMITS_TOPIC, { ...limit });
    }),
  );
}
