import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UploadApiOptions, UploadApiResponse } from 'cloudinary';
import sharp, { type Metadata } from 'sharp';
import type { CloudinaryStandIn } from '../../../scripts/local/cloudinary.ts';
import { startMediaLoop, type MediaLoop } from '../../../scripts/local/mediaLoop.ts';
import type { StorageStandIn } from '../../../scripts/local/storage.ts';
import { backUp } from '../../src/media/files/backup.ts';
import type { Heard, Notification } from '../../src/media/files/hear.ts';
import type { Stores } from '../../src/media/files/stores.ts';
import { allowUpload } from '../../src/media/createUpload.ts';
import type { CallContext } from '../../src/platform/callable.ts';
import { limitConcurrency } from '../../src/platform/concurrency.ts';
import { migratedDatabase, type TestDatabase } from './database.ts';
import { callContext } from '../../../scripts/lib/callContext.ts';

type Announced = Parameters<typeof allowUpload>[2];

/** Cloudinary, a bucket, a database, and the webhook between them: all real but the first two. */
export class MediaWorld {
  readonly database: TestDatabase;
  readonly #loop: MediaLoop;
  readonly #undos: (() => Promise<void>)[];
  readonly #directory = mkdtemp(join(tmpdir(), 'talent-uploads-'));

  private constructor(database: TestDatabase, loop: MediaLoop, undos: (() => Promise<void>)[]) {
    this.database = database;
    this.#loop = loop;
    this.#undos = undos;
  }

  static async open(special: Record<string, string> = {}): Promise<MediaWorld> {
    const database = await migratedDatabase();
    const undos = [database.drop];
    const loop = await startMediaLoop((undo) => undos.push(undo), database.sql, special);
    return new MediaWorld(database, loop, undos);
  }

  async close(): Promise<void> {
    for (const undo of this.#undos.reverse()) await undo();
    await rm(await this.#directory, { recursive: true, force: true });
  }

  get standIn(): CloudinaryStandIn {
    return this.#loop.standIn;
  }

  get storage(): StorageStandIn {
    return this.#loop.storage;
  }

  get stores(): Stores {
    return this.#loop.stores;
  }

  /** The account, for another process. */
  get url(): string {
    return this.#loop.url;
  }

  /** What became of each notification. */
  get heard(): Heard[] {
    return this.#loop.heard;
  }

  /** Copies that were asked for, in order. */
  get requested(): string[] {
    return this.#loop.requested;
  }

  hear(notification: Notification): Promise<Heard> {
    return this.#loop.hear(notification);
  }

  context(uid = 'ada', now = new Date()): CallContext {
    return callContext(this.database.sql, uid, { now });
  }

  announce(announced: Partial<Announced> = {}, uid = 'ada'): ReturnType<typeof allowUpload> {
    const usual = {
      type: 'image',
      size: 1_000_000,
      contentType: 'image/jpeg',
      purpose: 'showcase_post',
    } as const;
    return allowUpload(this.context(uid), this.stores, { ...usual, source: 'mobile', ...announced });
  }

  /** Uploads as an app does: with the vendor's SDK, which knows no secret. */
  async upload(
    fields: Record<string, string>,
    file: Buffer,
    resourceType: 'image' | 'video' | 'raw' = 'image',
    name: string = randomUUID(),
  ): Promise<UploadApiResponse> {
    const { uploadPrefix, cloudName } = this.stores.cloudinary.account;
    // Loaded after its setting is there, which says that it talks to this machine.
    const { v2: sdk } = await import('cloudinary');
    sdk.config({ upload_prefix: uploadPrefix, cloud_name: cloudName });
    const path = join(await this.#directory, name);
    await writeFile(path, file);
    try {
      return await sdk.uploader.upload(path, { ...fields, resource_type: resourceType } as UploadApiOptions);
    } finally {
      await rm(path, { force: true });
    }
  }

  /** Announces and uploads. */
  async send(
    file: Buffer,
    announced: Partial<Announced> = {},
    uid = 'ada',
  ): Promise<{ mediaId: string; answer: UploadApiResponse }> {
    const { mediaId, fields } = await this.announce({ size: file.length, ...announced }, uid);
    return { mediaId, answer: await this.upload(fields, file, announced.type) };
  }

  /** What is delivered under a URL. */
  async delivered(url: string): Promise<Metadata> {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${String(response.status)} ${await response.text()}`);
    return sharp(Buffer.from(await response.arrayBuffer())).metadata();
  }

  async row(mediaId: string): Promise<Record<string, unknown>> {
    const [row] = await this.database.sql`select * from media_files where id = ${mediaId}`;
    return row ?? {};
  }

  /** Makes the copies that were asked for. */
  async backUpAll(): Promise<void> {
    const limited = limitConcurrency(8);
    const copies = this.requested
      .splice(0)
      .map((mediaId) => limited(() => backUp(this.database.sql, this.stores, mediaId)));
    await Promise.all(copies);
  }
}

/** A picture that is another one each time. */
export function picture(width = 320, height = 240): Promise<Buffer> {
  const [r, g, b] = [0, 1, 2].map(() => Math.floor(Math.random() * 256)) as [number, number, number];
  return sharp({ create: { width, height, channels: 3, background: { r, g, b } } })
    .jpeg()
    .toBuffer();
}

/** The beginning of an MP4: as much as the stand-in looks at. */
export const VIDEO = Buffer.concat([
  Buffer.from('\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41', 'latin1'),
  Buffer.alloc(5000, 7),
]);

export function minutesFromNow(minutes: number): Date {
  return new Date(Date.now() + minutes * 60_000);
}
