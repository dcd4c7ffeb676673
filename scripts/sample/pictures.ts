import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { allowUpload } from '../../functions/src/media/createUpload.ts';
import { limitConcurrency } from '../../functions/src/platform/concurrency.ts';
import { Cloudinary } from '../../functions/src/platform/cloudinary.ts';
import type { Firestore } from '../../functions/src/platform/firestore.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { progress } from '../lib/progress.ts';
import type { Pictured, WrittenCampus } from './writeCampus.ts';
import { callContext } from '../lib/callContext.ts';

/** When nothing has changed for this long, nothing more will. */
const STALL_MS = 60_000;

/**
 * Draws pictures for the campus, and uploads them as the app would: announced, posted to Cloudinary, heard of
 * by the webhook, copied to the bucket, and then named by the documents that show them. Returns the URL of one
 * when all of that has arrived in Postgres, otherwise null.
 *
 * @param cloudinaryUrl what the functions were told, with where their webhook is
 */
export async function uploadPictures(
  firestore: Firestore,
  sql: Sql,
  cloudinaryUrl: string,
  { pictured }: WrittenCampus,
): Promise<string | null> {
  process.env['CLOUDINARY_URL'] = cloudinaryUrl;
  const cloudinary = new Cloudinary(cloudinaryUrl);
  const bar = progress('Uploading pictures', pictured.length);
  const limited = limitConcurrency(2);
  let done = 0;
  const ids = await Promise.all(
    pictured.map((one) =>
      limited(async () => {
        const mediaId = await upload(sql, cloudinary, one);
        await firestore.doc(one.path).update({ mediaIds: [mediaId] });
        bar.update((done += 1));
        return mediaId;
      }),
    ),
  );
  bar.stop();
  return arrived(sql, ids);
}

async function upload(sql: Sql, cloudinary: Cloudinary, { purpose, uid, title }: Pictured): Promise<string> {
  const drawn = await draw(title);
  const { mediaId, fields } = await allowUpload(
    callContext(sql, uid),
    { cloudinary },
    { type: 'image', size: drawn.length, contentType: 'image/jpeg', purpose, source: 'mobile' },
  );
  await cloudinary.upload('image', fields, new Blob([drawn]));
  return mediaId;
}

/** A picture with a gradient of the title's own colours, and the title on it. */
async function draw(title: string): Promise<Buffer<ArrayBuffer>> {
  const hue = Buffer.from(title).reduce((sum, byte) => sum + byte * 31, 0) % 360;
  const escaped = title.slice(0, 40).replace(/[<>&"']/g, ' ');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="960">
    <linearGradient id="g" x2="1" y2="1"><stop stop-color="hsl(${String(hue)},60%,45%)"/><stop offset="1" stop-color="hsl(${String((hue + 60) % 360)},60%,25%)"/></linearGradient>
    <rect width="1280" height="960" fill="url(#g)"/>
    <text x="640" y="500" font-family="sans-serif" font-size="56" fill="#fff" text-anchor="middle">${escaped}</text></svg>`;
  return Buffer.from(await sharp(Buffer.from(svg)).jpeg({ quality: 80 }).toBuffer());
}

async function arrived(sql: Sql, ids: string[]): Promise<string | null> {
  const bar = progress('Copied and shown', ids.length);
  let last = { count: 0, at: Date.now() };
  while (last.count < ids.length && Date.now() - last.at < STALL_MS) {
    await sleep(250);
    const [row] = await sql<{ count: number }[]>`
      select count(*)::integer as count from media_files
      where id in (select json_array_elements_text(${JSON.stringify(ids)}::text::json)::uuid)
        and status = 'ready' and backed_up_at is not null
        and exists (select from media_usage where media_id = media_files.id)`;
    const count = row?.count ?? 0;
    if (count !== last.count) last = { count, at: Date.now() };
    bar.update(count);
  }
  bar.stop();
  if (last.count < ids.length) return null;
  const [shown] = await sql<{ url: string }[]>`
    select medium_url as url from media_files where status = 'ready' and purpose = 'showcase_post' limit 1`;
  return shown?.url ?? null;
}
