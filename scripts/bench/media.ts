import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { authoriseUpload } from '../../functions/src/media/createUpload.ts';
import { backUpFile } from '../../functions/src/media/backup/backUpFile.ts';
import { eagerTransformations } from '../../functions/src/media/files/fileTypes.ts';
import { recoverLostMedia } from '../../functions/src/media/maintenance/recoverLostMedia.ts';
import { DELIVERY_TYPE } from '../../functions/src/platform/cloudinary/asset.ts';
import { limitConcurrency } from '../../functions/src/platform/concurrency.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import type { Cleanup } from '../lib/command.ts';
import { ROOT } from '../lib/root.ts';
import { startInProcessMedia, startWebhook, type InProcessMedia } from '../local/inProcessMedia.ts';
import { median } from 'simple-statistics';
import { type BenchOptions } from './bench.ts';
import type { MemoryReport, MemoryTask } from './backupMemory.ts';
import { scratchDatabase } from './scratch.ts';
import { callContext } from '../lib/callContext.ts';

type Media = Pick<InProcessMedia, 'cloudinary' | 'storage' | 'stores' | 'accountUrl'>;

/** Concurrent uploads. */
const CONCURRENCY = 8;

/** Valid files uploaded while their notifications are lost, duplicated, delayed or forged. */
const FAULTY = 100;

/**
 * Uploads per second from reservation to ready row, against posting the same pictures to the Cloudinary stand-in
 * alone. Also whether valid files become ready exactly once when notifications are lost, duplicated, late or
 * forged, and the memory that backing up a large video takes.
 */
export async function measure(
  cleanup: Cleanup,
  { uploads, megabytes, rounds }: BenchOptions,
): Promise<Record<string, number>> {
  const { url, sql } = await scratchDatabase(cleanup);
  // Uploads are measured, not refused.
  process.env['MEDIA_MONTHLY_CREDITS'] = '100000';
  const media = await startInProcessMedia(cleanup, sql);
  const elsewhere = await startWebhook(cleanup, () => Promise.resolve());
  const pictures = await Promise.all(Array.from({ length: uploads }, picture));
  await uploadToStandIn(media, elsewhere, pictures.slice(0, 10));
  await uploadAll(sql, media, pictures.slice(0, 10));
  const own: number[] = [];
  const standIn: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    standIn.push(await perSecond(uploads, () => uploadToStandIn(media, elsewhere, pictures)));
    own.push(await perSecond(uploads, () => uploadAll(sql, media, pictures)));
  }
  const once = await readyOnce(sql, media);
  const memory = await backupMemory(cleanup, { sql, url, media, megabytes });
  console.log(`\n${String(uploads)} pictures, ${String(CONCURRENCY)} at a time`);
  console.table({
    'reserved, uploaded, notified, ready': { 'uploads/s': median(own).toFixed(1) },
    'the stand-in alone': { 'uploads/s': median(standIn).toFixed(1) },
  });
  console.log(`${(once * 100).toFixed(1)} % of the valid files became ready exactly once.`);
  console.log(`Backing up ${String(megabytes)} MB took ${memory.toFixed(1)} MB of memory.`);
  return {
    uploads_per_s: median(own),
    vs_standin: median(own) / median(standIn),
    ready_once: once,
    backup_memory_mb: memory,
  };
}

/** Reserves and uploads all pictures, and waits until every row is ready. */
async function uploadAll(sql: Sql, media: InProcessMedia, pictures: Blob[]): Promise<string[]> {
  const limited = limitConcurrency(CONCURRENCY);
  const ids = await Promise.all(pictures.map((file) => limited(() => send(sql, media, file))));
  await media.cloudinary.notifier.idle();
  const [row] = await sql<{ ready: number }[]>`
    select count(*)::integer as ready from media_files
    where status = 'ready' and id in (select json_array_elements_text(${JSON.stringify(ids)}::text::json)::uuid)`;
  if (row?.ready !== pictures.length) throw new Error('some uploads did not become ready');
  return ids;
}

async function send(
  sql: Sql,
  { stores }: InProcessMedia,
  file: Blob,
  onReserved: (publicId: string) => void = () => undefined,
): Promise<string> {
  // One person per upload, so that nobody exceeds the quota.
  const context = callContext(sql, randomUUID());
  const { mediaId, fields } = await authoriseUpload(context, stores, {
    type: 'image',
    sizeBytes: file.size,
    contentType: 'image/jpeg',
    purpose: 'showcase_post',
    source: 'mobile',
  });
  onReserved(fields['public_id'] ?? '');
  await stores.cloudinary.upload('image', fields, file);
  return mediaId;
}

/** Signs and uploads, with notifications going to a listener that ignores them. */
async function uploadToStandIn(
  media: InProcessMedia,
  ignoringListener: string,
  pictures: Blob[],
): Promise<void> {
  const { cloudinary } = media.stores;
  const limited = limitConcurrency(CONCURRENCY);
  await Promise.all(
    pictures.map((file) =>
      limited(async () => {
        const fields = await cloudinary.signer.signUpload({
          allowed_formats: 'jpg',
          eager: eagerTransformations('image'),
          notification_url: ignoringListener,
          public_id: randomUUID(),
          timestamp: String(Math.floor(Date.now() / 1000)),
          type: DELIVERY_TYPE,
        });
        await cloudinary.upload('image', fields, file);
      }),
    ),
  );
  await media.cloudinary.notifier.idle();
}

/** The share of valid files that became ready exactly once despite the faulty notifications. */
async function readyOnce(sql: Sql, media: InProcessMedia): Promise<number> {
  const fates = [
    { copies: 1, delayMs: 0 },
    { copies: 0, delayMs: 0 },
    { copies: 2, delayMs: 0 },
    { copies: 1, delayMs: 500 },
  ];
  const files = await Promise.all(Array.from({ length: FAULTY }, picture));
  let reserved = 0;
  const forged: Promise<unknown>[] = [];
  const fateOf = new Map<string, (typeof fates)[number]>();
  media.cloudinary.notifier.plan = (publicId) => fateOf.get(publicId) ?? { copies: 1, delayMs: 0 };
  media.requestedBackups.length = 0;
  const ids = await Promise.all(
    files.map((file) =>
      send(sql, media, file, (publicId) => {
        const fate = fates[(reserved += 1) % fates.length];
        if (fate !== undefined) fateOf.set(publicId, fate);
        forged.push(media.handle(forgery(publicId)));
      }),
    ),
  );
  await Promise.all(forged);
  await media.cloudinary.notifier.idle();
  const requestedBackups = [...media.requestedBackups];
  media.requestedBackups.length = 0;
  await recoverLostMedia(
    sql,
    { ...media.stores, bucket: () => Promise.resolve(null) },
    new Date(Date.now() + 3_600_000),
  );
  requestedBackups.push(...media.requestedBackups);
  const rows = await sql<{ id: string; metrics: number }[]>`
    select id, (
      select count(*)::integer from usage_metrics
      where user_id = media_files.user_id and metric_type = 'media_bandwidth' and operation = 'upload_image'
    ) as metrics
    from media_files
    where status = 'ready' and id in (select json_array_elements_text(${JSON.stringify(ids)}::text::json)::uuid)`;
  const good = rows.filter(
    ({ id, metrics }) =>
      metrics === 1 && requestedBackups.filter((requested) => requested === id).length === 1,
  );
  return good.length / FAULTY;
}

function forgery(publicId: string): { body: string; timestamp: string; signature: string } {
  const told = { notification_type: 'upload', public_id: publicId, version: 1, resource_type: 'image' };
  const body = JSON.stringify({ ...told, type: DELIVERY_TYPE, format: 'jpg', bytes: 1 });
  return { body, timestamp: String(Math.floor(Date.now() / 1000)), signature: '0'.repeat(40) };
}

/** Growth of a separate process, in megabytes, while it backs up a video. */
export async function backupMemory(
  cleanup: Cleanup,
  { sql, url, media, megabytes }: { sql: Sql; url: string; media: Media; megabytes: number },
): Promise<number> {
  const [small, large] = [await video(sql, media, 1), await video(sql, media, megabytes)];
  const child = fork(join(ROOT, 'scripts/bench/backupMemory.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning', '--expose-gc'],
    env: {
      ...process.env,
      CLOUDINARY_URL: media.accountUrl,
      STORAGE_EMULATOR_HOST: `http://${media.storage.host}`,
      MEDIA_BACKUP_BUCKET: 'backups',
      METADATA_SERVER_DETECTION: 'none',
    },
  });
  cleanup(() => {
    child.kill('SIGKILL');
    return Promise.resolve();
  });
  child.send({ databaseUrl: url, cloudinaryUrl: media.accountUrl, small, large } satisfies MemoryTask);
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('the backup process ended')));
  const [report] = (await Promise.race([once(child, 'message'), ended])) as [MemoryReport];
  ended.catch(() => undefined);
  if (report.outcome !== 'copied') throw new Error(`the video was not backed up: ${report.outcome}`);
  if ((await backUpFile(sql, media.stores, large)) !== 'already copied')
    throw new Error('the backup was not recorded');
  return report.megabytes;
}

/** A ready video that exists only in the stand-in. */
async function video(sql: Sql, { cloudinary }: Media, megabytes: number): Promise<string> {
  const id = randomUUID();
  const path = join(tmpdir(), `talent-video-${id}`);
  const file = await open(path, 'w');
  const piece = Buffer.alloc(1_000_000, 'frame');
  await file.write(Buffer.concat([Buffer.from('\0\0\0\x20ftypisom', 'latin1'), piece.subarray(12)]));
  for (let written = 1; written < megabytes; written += 1) await file.write(piece);
  await file.close();
  const publicId = `showcase/${id}`;
  const metadata = { format: 'mp4', width: 1280, height: 720, duration: 10 };
  await cloudinary.addFile({ publicId, fileType: 'video', delivery: DELIVERY_TYPE, metadata }, path);
  const bytes = megabytes * 1_000_000;
  await sql`insert into users (id) values ('film') on conflict do nothing`;
  await sql`
    insert into media_files (id, user_id, purpose, status, cloudinary_public_id, cloudinary_version, cloudinary_url,
      file_type, declared_format, declared_bytes, file_format, file_size_bytes, upload_until, ready_at)
    values (${id}, 'film', 'showcase_post', 'ready', ${publicId}, 1, 'https://example.invalid',
      'video', 'mp4', ${bytes}, 'mp4', ${bytes}, now(), now())`;
  return id;
}

async function picture(): Promise<Blob> {
  const [r, g, b] = [0, 1, 2].map(() => Math.floor(Math.random() * 256)) as [number, number, number];
  const create = { width: 640, height: 480, channels: 3, background: { r, g, b } } as const;
  return new Blob([Uint8Array.from(await sharp({ create }).jpeg().toBuffer())]);
}

async function perSecond(count: number, work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (count / (performance.now() - started)) * 1000;
}
