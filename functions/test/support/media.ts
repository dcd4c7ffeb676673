import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UploadApiOptions, UploadApiResponse } from 'cloudinary';
import sharp, { type Metadata } from 'sharp';
import type { CloudinaryStandIn } from '../../../scripts/local/cloudinary/cloudinaryStandIn.ts';
import { callContext } from '../../../scripts/lib/callContext.ts';
import { startInProcessMedia, type InProcessMedia } from '../../../scripts/local/inProcessMedia.ts';
import type { StorageStandIn } from '../../../scripts/local/storage/storageStandIn.ts';
import { backUpFile } from '../../src/media/backup/backUpFile.ts';
import { authoriseUpload } from '../../src/media/createUpload.ts';
import { getMediaUrls } from '../../src/media/mediaUrl.ts';
import { DomainError } from '../../src/platform/errors.ts';
import type { MediaStores } from '../../src/media/files/mediaStores.ts';
import type { CallContext } from '../../src/platform/callable.ts';
import { limitConcurrency } from '../../src/platform/concurrency.ts';
import { migratedDatabase, type TestDatabase } from './database.ts';

type Declaration = Parameters<typeof authoriseUpload>[2];
type Delivered = NonNullable<Awaited<ReturnType<typeof getMediaUrls>>['files'][number]>;

/** The media system with a real Postgres and webhook, and stand-ins for Cloudinary and Cloud Storage. */
export class MediaHarness {
  readonly database: TestDatabase;
  readonly media: InProcessMedia;
  readonly #undos: (() => Promise<void>)[];
  readonly #directory = mkdtemp(join(tmpdir(), 'talent-uploads-'));

  private constructor(database: TestDatabase, media: InProcessMedia, undos: (() => Promise<void>)[]) {
    this.database = database;
    this.media = media;
    this.#undos = undos;
  }

  /** @param accountOptions query parameters of `CLOUDINARY_URL`, such as `moderation` */
  static async open(accountOptions: Record<string, string> = {}): Promise<MediaHarness> {
    const database = await migratedDatabase();
    const undos = [database.drop];
    const media = await startInProcessMedia((undo) => undos.push(undo), database.sql, accountOptions);
    return new MediaHarness(database, media, undos);
  }

  async close(): Promise<void> {
    for (const undo of this.#undos.reverse()) await undo();
    await rm(await this.#directory, { recursive: true, force: true });
  }

  /** Undoes all faults that a test injected. */
  reset(): void {
    this.deliverNotifications(1);
    this.cloudinary.isDown = this.storage.isDown = false;
    this.storage.onChunk = () => undefined;
    this.media.requestedBackups.length = 0;
  }

  get cloudinary(): CloudinaryStandIn {
    return this.media.cloudinary;
  }

  get storage(): StorageStandIn {
    return this.media.storage;
  }

  get stores(): MediaStores {
    return this.media.stores;
  }

  /** Resolves when Cloudinary has delivered all notifications. */
  idle(): Promise<void> {
    return this.cloudinary.notifier.idle();
  }

  /** Makes Cloudinary deliver each notification this many times; 0 loses them all. */
  deliverNotifications(copies: number): void {
    this.cloudinary.notifier.plan = () => ({ copies, delayMs: 0 });
  }

  context(uid = 'ada', now = new Date()): CallContext {
    return callContext(this.database.sql, uid, { now });
  }

  reserve(declaration: Partial<Declaration> = {}, uid = 'ada'): ReturnType<typeof authoriseUpload> {
    const defaults = {
      type: 'image',
      sizeBytes: 1_000_000,
      contentType: 'image/jpeg',
      purpose: 'showcase_post',
      source: 'mobile',
    } as const;
    return authoriseUpload(this.context(uid), this.stores, { ...defaults, ...declaration });
  }

  /** One file as somebody gets it. @throws DomainError `not-found` if they do not */
  async deliver(
    mediaId: string,
    uid = 'ada',
    now = new Date(),
    size: { width?: number; height?: number } = {},
  ): Promise<Delivered> {
    const { files } = await getMediaUrls(this.context(uid, now), this.stores, {
      mediaIds: [mediaId],
      ...size,
    });
    const [file] = files;
    if (file == null) throw new DomainError('not-found', 'There is no such file, or it may not be seen.');
    return file;
  }

  /** Uploads as an app does: through Cloudinary's SDK, without any secret. */
  async upload(
    fields: Record<string, string>,
    file: Buffer,
    resourceType: 'image' | 'video' | 'raw' = 'image',
    name: string = randomUUID(),
  ): Promise<UploadApiResponse> {
    const { uploadPrefix, cloudName } = this.stores.cloudinary.account;
    // Imported late: the SDK reads CLOUDINARY_URL when it is loaded.
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

  /** Reserves an upload and uploads the file. */
  async send(
    file: Buffer,
    declaration: Partial<Declaration> = {},
    uid = 'ada',
  ): Promise<{ mediaId: string; response: UploadApiResponse }> {
    const { mediaId, fields } = await this.reserve({ sizeBytes: file.length, ...declaration }, uid);
    return { mediaId, response: await this.upload(fields, file, declaration.type) };
  }

  /** Uploads a picture and waits until it is ready. */
  async sendReady(declaration: Partial<Declaration> = {}, uid = 'ada'): Promise<string> {
    const { mediaId } = await this.send(await randomPicture(), declaration, uid);
    await this.idle();
    const { status } = await this.row(mediaId);
    if (status !== 'ready') throw new Error(`the file is ${String(status)}`);
    return mediaId;
  }

  /** Makes a file look reserved and ready this long ago. */
  async age(mediaId: string, minutes: number): Promise<void> {
    await this.database.sql`
      update media_files set upload_until = upload_until - make_interval(mins => ${minutes}),
        created_at = created_at - make_interval(mins => ${minutes}),
        ready_at = ready_at - make_interval(mins => ${minutes})
      where id = ${mediaId}`;
  }

  /** The metadata of the image delivered under a URL. */
  async fetchImage(url: string): Promise<Metadata> {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${String(response.status)} ${await response.text()}`);
    return sharp(Buffer.from(await response.arrayBuffer())).metadata();
  }

  /** The file's row; empty when there is none. */
  async row(mediaId: string): Promise<Record<string, unknown>> {
    const [row] = await this.database.sql`select * from media_files where id = ${mediaId}`;
    return row ?? {};
  }

  isInCloudinary(mediaId: string): boolean {
    return [...this.cloudinary.files.values()].some(({ publicId }) => publicId.includes(mediaId));
  }

  isInBucket(mediaId: string): boolean {
    return [...this.storage.objects.keys()].some((name) => name.endsWith(mediaId));
  }

  backUp(mediaId: string): ReturnType<typeof backUpFile> {
    return backUpFile(this.database.sql, this.stores, mediaId);
  }

  /** Makes all requested backups. */
  async backUpRequested(): Promise<void> {
    const limited = limitConcurrency(8);
    const mediaIds = this.media.requestedBackups.splice(0);
    await Promise.all(mediaIds.map((mediaId) => limited(() => this.backUp(mediaId))));
  }
}

/** A JPEG of one random colour. */
export function randomPicture(width = 320, height = 240): Promise<Buffer> {
  const [r, g, b] = [0, 1, 2].map(() => Math.floor(Math.random() * 256)) as [number, number, number];
  return sharp({ create: { width, height, channels: 3, background: { r, g, b } } })
    .jpeg()
    .toBuffer();
}

/** The start of an MP4 file, which is all that the stand-in reads. */
export const VIDEO = Buffer.concat([
  Buffer.from('\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41', 'latin1'),
  Buffer.alloc(5000, 7),
]);

export function minutesFromNow(minutes: number): Date {
  return new Date(Date.now() + minutes * 60_000);
}
