import type { IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getStorage } from 'firebase-admin/storage';
import type { MediaStores } from '../../functions/src/media/files/mediaStores.ts';
import {
  handleNotification,
  type Notification,
  type NotificationOutcome,
} from '../../functions/src/media/uploads/handleNotification.ts';
import { Cloudinary } from '../../functions/src/platform/cloudinary/cloudinary.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import type { Bucket } from '../../functions/src/platform/storage.ts';
import type { Cleanup } from '../lib/command.ts';
import { CloudinaryStandIn } from './cloudinary/cloudinaryStandIn.ts';
import { PROJECT } from './project.ts';
import { startHttpServer } from './httpServer.ts';
import { StorageStandIn } from './storage/storageStandIn.ts';

/** The media system without emulators: stand-ins for both stores, and the webhook in this process. */
export interface InProcessMedia {
  cloudinary: CloudinaryStandIn;
  storage: StorageStandIn;
  stores: MediaStores;
  /** The value of `CLOUDINARY_URL`; notifications go to this process. */
  accountUrl: string;
  /** Handles a notification as the webhook does. */
  handle: (notification: Notification) => Promise<NotificationOutcome>;
  /** The outcome of every notification so far. */
  outcomes: NotificationOutcome[];
  /** Ids of the files whose backup was requested, in order. Backups are not made automatically. */
  requestedBackups: string[];
  /** The people whose cards were requested, in order. Cards are not written. */
  requestedCards: string[];
  /** The cache tags that were touched, in order. */
  touchedTags: string[];
}

/** @param accountOptions query parameters of `CLOUDINARY_URL`, such as `moderation` */
export async function startInProcessMedia(
  cleanup: Cleanup,
  sql: Sql,
  accountOptions: Record<string, string> = {},
): Promise<InProcessMedia> {
  const cloudinary = await CloudinaryStandIn.start(cleanup);
  const storage = await StorageStandIn.start(cleanup);
  const webhookUrl = await startWebhook(cleanup, async (body, headers) => {
    const { 'x-cld-timestamp': timestamp = '', 'x-cld-signature': signature = '' } = headers;
    await media.handle({ body, timestamp: String(timestamp), signature: String(signature) });
  });
  const accountUrl = cloudinary.accountUrl({ notification_url: webhookUrl, ...accountOptions });
  // The SDK reads the variable when it is loaded; the URL makes it use HTTP without TLS.
  process.env['CLOUDINARY_URL'] ??= accountUrl;
  const bucket = openBucket(cleanup, storage.host);
  const media: InProcessMedia = {
    cloudinary,
    storage,
    accountUrl,
    outcomes: [],
    requestedBackups: [],
    requestedCards: [],
    touchedTags: [],
    stores: {
      cloudinary: new Cloudinary(accountUrl),
      bucket: () => Promise.resolve(bucket),
      requestBackup: (mediaId) => {
        media.requestedBackups.push(mediaId);
        return Promise.resolve();
      },
      requestCard: (userId) => {
        media.requestedCards.push(userId);
        return Promise.resolve();
      },
      invalidate: (tags) => {
        media.touchedTags.push(...tags);
        return Promise.resolve();
      },
    },
    async handle(notification) {
      const outcome = await handleNotification(() => sql, media.stores, notification);
      media.outcomes.push(outcome);
      return outcome;
    },
  };
  return media;
}

/** A bucket of the storage stand-in, with a single retry so that failures show quickly. */
function openBucket(cleanup: Cleanup, host: string): Bucket {
  process.env['STORAGE_EMULATOR_HOST'] = `http://${host}`;
  const app = initializeApp({ projectId: PROJECT }, host);
  cleanup(() => deleteApp(app));
  const bucket = getStorage(app).bucket('backups');
  bucket.storage.retryOptions.maxRetries = 1;
  delete process.env['STORAGE_EMULATOR_HOST'];
  return bucket;
}

/** Starts a webhook that answers 200 when `handle` succeeds, and 500 when it fails. Returns its URL. */
export async function startWebhook(
  cleanup: Cleanup,
  handle: (body: string, headers: IncomingHttpHeaders) => Promise<void>,
): Promise<string> {
  const host = await startHttpServer(cleanup, (request, response) => {
    void (async () => {
      try {
        await handle(await text(request), request.headers);
        response.writeHead(200).end();
      } catch {
        response.writeHead(500).end();
      }
    })();
  });
  return `http://${host}`;
}
