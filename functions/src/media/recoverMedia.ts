import { isCloudinaryConfigured } from '../platform/cloudinary/account.ts';
import { job } from '../platform/job.ts';
import { logger } from '../platform/logger.ts';
import { MEDIA_FUNCTION } from './files/mediaFunction.ts';
import { mediaStores } from './files/mediaStores.ts';
import { recoverLostMedia } from './maintenance/recoverLostMedia.ts';

/** Every 15 minutes: finishes uploads, backups and removals that were interrupted. */
export const recoverMedia = job({
  name: 'recoverMedia',
  does: 'finishes interrupted uploads, backups and removals of media',
  schedule: '*/15 * * * *',
  deadlineHours: 2,
  options: { ...MEDIA_FUNCTION, timeoutSeconds: 540, memory: '256MiB' },
  async run({ sql, now }) {
    if (!isCloudinaryConfigured()) return 0;
    const counts = await recoverLostMedia(sql, mediaStores(), now);
    logger.info('media recovered', counts);
    return Object.values(counts).reduce((sum, count) => sum + count, 0);
  },
});
