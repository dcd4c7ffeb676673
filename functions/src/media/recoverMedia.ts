import { logger } from '../platform/logger.ts';
import { isSetUp } from '../platform/cloudinary.ts';
import { job } from '../platform/job.ts';
import { MEDIA_SECRETS } from './files/options.ts';
import { stores } from './files/stores.ts';
import { recover } from './files/sweep.ts';

/** Every 15 minutes: finds uploads that nobody told of, copies that were not made, files that were not removed. */
export const recoverMedia = job({
  name: 'recoverMedia',
  does: 'finds uploads, copies and removals that got lost',
  schedule: 'every 15 minutes',
  deadlineHours: 2,
  options: { secrets: MEDIA_SECRETS, timeoutSeconds: 540, memory: '256MiB' },
  async run({ sql, now }) {
    if (!isSetUp()) return 0;
    const recovered = await recover(sql, stores(), now);
    logger.info('media recovered', recovered);
    return Object.values(recovered).reduce((sum, count) => sum + count, 0);
  },
});
