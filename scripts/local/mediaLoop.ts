import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getStorage } from 'firebase-admin/storage';
import { hear, type Heard, type Notification } from '../../functions/src/media/files/hear.ts';
import type { Stores } from '../../functions/src/media/files/stores.ts';
import { Cloudinary } from '../../functions/src/platform/cloudinary.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import type { Cleanup } from '../lib/command.ts';
import { CloudinaryStandIn } from './cloudinary.ts';
import { PROJECT } from './emulators.ts';
import { StorageStandIn } from './storage.ts';

/** Media without the emulators: both stores stood in for, and what hears of uploads in this process. */
export interface MediaLoop {
  standIn: CloudinaryStandIn;
  storage: StorageStandIn;
  stores: Stores;
  /** The account, with where this process hears of uploads. */
  url: string;
  /** Hears of an upload, as the webhook does. */
  hear: (notification: Notification) => Promise<Heard>;
  /** What became of each notification. */
  heard: Heard[];
  /** Copies that were asked for, in order; nobody makes them by itself. */
  requested: string[];
}

/** @param special of the account, see cloudinary.ts of the platform */
export async function startMediaLoop(
  cleanup: Cleanup,
  sql: Sql,
  special: Record<string, string> = {},
): Promise<MediaLoop> {
  const standIn = await CloudinaryStandIn.start(cleanup);
  const storage = await StorageStandIn.start(cleanup);
  const heard: Heard[] = [];
  const requested: string[] = [];
  const webhook = await listen(cleanup, async (body, headers) => {
    const { 'x-cld-timestamp': timestamp = '', 'x-cld-signature': signature = '' } = headers;
    await loop.hear({ body, timestamp: String(timestamp), signature: String(signature) });
  });
  const url = standIn.url({ notification_url: webhook, ...special });
  // The vendor's client looks for it when it is loaded: it says that there is no TLS.
  process.env['CLOUDINARY_URL'] ??= url;
  const bucket = openBucket(cleanup, storage.host);
  const loop: MediaLoop = {
    standIn,
    storage,
    url,
    heard,
    requested,
    stores: {
      cloudinary: new Cloudinary(url),
      bucket: () => Promise.resolve(bucket),
      requestBackup: (mediaId) => {
        requested.push(mediaId);
        return Promise.resolve();
      },
      forget: () => Promise.resolve(),
    },
    async hear(notification) {
      const outcome = await hear(sql, loop.stores, notification);
      heard.push(outcome);
      return outcome;
    },
  };
  return loop;
}

/** A bucket of the stand-in, with little patience. */
function openBucket(cleanup: Cleanup, host: string): ReturnType<ReturnType<typeof getStorage>['bucket']> {
  process.env['STORAGE_EMULATOR_HOST'] = `http://${host}`;
  const app = initializeApp({ projectId: PROJECT }, host);
  cleanup(() => deleteApp(app));
  const bucket = getStorage(app).bucket('backups');
  bucket.storage.retryOptions.maxRetries = 1;
  delete process.env['STORAGE_EMULATOR_HOST'];
  return bucket;
}

/** Starts a server that answers 200 once the work is done, and 500 when it fails. Returns its address. */
export async function listen(
  cleanup: Cleanup,
  work: (body: string, headers: IncomingHttpHeaders) => Promise<void>,
): Promise<string> {
  const server = createServer((request, response) => {
    void (async () => {
      try {
        await work(await text(request), request.headers);
        response.writeHead(200).end();
      } catch {
        response.writeHead(500).end();
      }
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanup(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  const address = server.address();
  return `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}`;
}
