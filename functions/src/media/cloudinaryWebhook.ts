import { onRequest } from 'firebase-functions/https';
import { trustedProxies } from '../platform/config.ts';
import { clientAddress } from '../platform/limits/clientAddress.ts';
import { instanceLimits } from '../platform/limits/instanceLimits.ts';
import { logger } from '../platform/logger.ts';
import { database, redactError } from '../platform/postgres.ts';
import { MEDIA_FUNCTION } from './files/mediaFunction.ts';
import { mediaStores } from './files/mediaStores.ts';
import { handleNotification } from './uploads/handleNotification.ts';

/**
 * Receives Cloudinary's notifications about uploads, renditions and moderation. Responds 401 to unsigned requests,
 * 429 without a look to an address that sent many of them, and 500 to those it cannot handle now, so that Cloudinary
 * sends them again.
 */
export const cloudinaryWebhook = onRequest(
  { ...MEDIA_FUNCTION, maxInstances: 10, memory: '256MiB' },
  async (request, response) => {
    const address = clientAddress(request, trustedProxies.value());
    const wait = instanceLimits().strangersWait(address);
    if (wait > 0) {
      response.status(429).set('Retry-After', String(wait)).send('too many unsigned requests');
      return;
    }
    // Undefined for requests without a body, contrary to its type.
    const body = (request.rawBody as Buffer | undefined)?.toString() ?? '';
    const { 'x-cld-timestamp': timestamp = '', 'x-cld-signature': signature = '' } = request.headers;
    try {
      const outcome = await handleNotification(database(), mediaStores(), {
        body,
        timestamp: String(timestamp),
        signature: String(signature),
      });
      if (outcome === 'forged') instanceLimits().countStranger(address);
      response.status(outcome === 'forged' ? 401 : 200).send(outcome);
    } catch (error) {
      logger.error('cloudinary notification failed', redactError(error));
      response.status(500).send('failed');
    }
  },
);
