import { onRequest } from 'firebase-functions/https';
import { logger } from '../platform/logger.ts';
import { database, redactError } from '../platform/postgres.ts';
import { MEDIA_FUNCTION } from './files/mediaFunction.ts';
import { mediaStores } from './files/mediaStores.ts';
import { handleNotification } from './uploads/handleNotification.ts';

/**
 * Receives Cloudinary's notifications about uploads, renditions and moderation. Responds 401 to unsigned requests and 500
 * to those it cannot handle now, so that Cloudinary sends them again. No address is limited: a signature is checked without
 * a request, and other accounts of Cloudinary send theirs from the same addresses as ours.
 */
export const cloudinaryWebhook = onRequest(
  { ...MEDIA_FUNCTION, maxInstances: 10, memory: '256MiB' },
  async (request, response) => {
    // Undefined for requests without a body, contrary to its type.
    const body = (request.rawBody as Buffer | undefined)?.toString() ?? '';
    const { 'x-cld-timestamp': timestamp = '', 'x-cld-signature': signature = '' } = request.headers;
    try {
      const outcome = await handleNotification(database, mediaStores(), {
        body,
        timestamp: String(timestamp),
        signature: String(signature),
      });
      response.status(outcome === 'forged' ? 401 : 200).send(outcome);
    } catch (error) {
      logger.error('cloudinary notification failed', redactError(error));
      response.status(500).send('failed');
    }
  },
);
