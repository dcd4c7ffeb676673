import { logger } from '../platform/logger.ts';
import { onRequest } from 'firebase-functions/https';
import { functionsRegion } from '../platform/config.ts';
import { database, redactError } from '../platform/postgres.ts';
import { hear } from './files/hear.ts';
import { MEDIA_SECRETS } from './files/options.ts';
import { stores } from './files/stores.ts';

/**
 * Cloudinary's notifications: of an upload, of its renditions, of its moderation. What Cloudinary did not sign
 * is refused; whatever else cannot be handled now is answered with an error, so that Cloudinary sends it again.
 */
export const cloudinaryWebhook = onRequest(
  { region: functionsRegion, secrets: MEDIA_SECRETS, maxInstances: 10, memory: '256MiB' },
  async (request, response) => {
    // The types promise a body even where there is none.
    const body = (request.rawBody as Buffer | undefined)?.toString() ?? '';
    const { 'x-cld-timestamp': timestamp = '', 'x-cld-signature': signature = '' } = request.headers;
    try {
      const heard = await hear(database(), stores(), {
        body,
        timestamp: String(timestamp),
        signature: String(signature),
      });
      response.status(heard === 'forged' ? 401 : 200).send(heard);
    } catch (error) {
      logger.error('a notification of Cloudinary failed', redactError(error));
      response.status(500).send('failed');
    }
  },
);
