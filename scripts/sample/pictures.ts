import sharp from 'sharp';
import { authoriseUpload } from '../../functions/src/media/createUpload.ts';
import { limitConcurrency } from '../../functions/src/platform/concurrency.ts';
import { Cloudinary } from '../../functions/src/platform/cloudinary/cloudinary.ts';
import type { Firestore } from '../../functions/src/platform/firestore.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { callContext } from '../lib/callContext.ts';
import { progress } from '../lib/progress.ts';
import { pollUntilStalled } from './pollUntilStalled.ts';
import type { IllustratedDocument } from './writeCampus.ts';

/** Parallel uploads. */
const CONCURRENCY = 2;

/**
 * Draws a picture for each document and uploads it as the app would: reserve the upload, post the file to Cloudinary,
 * then reference it in the document. The webhook and the backup do the rest.
 *
 * @param cloudinaryUrl the value of `CLOUDINARY_URL` that the functions have
 * @returns the URL of one picture, or null when some did not become ready, backed up and linked
 */
export async function uploadPictures(
  firestore: Firestore,
  sql: Sql,
  cloudinaryUrl: string,
  documents: IllustratedDocument[],
): Promise<string | null> {
  process.env['CLOUDINARY_URL'] = cloudinaryUrl;
  const cloudinary = new Cloudinary(cloudinaryUrl);
  const bar = progress('Uploading pictures', documents.length);
  const limited = limitConcurrency(CONCURRENCY);
  let done = 0;
  const mediaIds = await Promise.all(
    documents.map((document) =>
      limited(async () => {
        const mediaId = await uploadPicture(sql, cloudinary, document);
        await firestore.doc(document.path).update({ mediaIds: [mediaId] });
        bar.update((done += 1));
        return mediaId;
      }),
    ),
  );
  bar.stop();
  return awaitPictures(sql, mediaIds);
}

async function uploadPicture(
  sql: Sql,
  cloudinary: Cloudinary,
  { purpose, uid, title }: IllustratedDocument,
): Promise<string> {
  const picture = await drawPicture(title);
  const { mediaId, fields } = await authoriseUpload(
    callContext(sql, uid),
    { cloudinary },
    { type: 'image', sizeBytes: picture.length, contentType: 'image/jpeg', purpose, source: 'mobile' },
  );
  await cloudinary.upload('image', fields, new Blob([picture]));
  return mediaId;
}

/** A JPEG with the title on a gradient whose colours derive from the title. */
async function drawPicture(title: string): Promise<Buffer<ArrayBuffer>> {
  const hue = Buffer.from(title).reduce((sum, byte) => sum + byte * 31, 0) % 360;
  const escaped = title.slice(0, 40).replace(/[<>&"']/g, ' ');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="960">
    <linearGradient id="g" x2="1" y2="1"><stop stop-color="hsl(${String(hue)},60%,45%)"/><stop offset="1" stop-color="hsl(${String((hue + 60) % 360)},60%,25%)"/></linearGradient>
    <rect width="1280" height="960" fill="url(#g)"/>
    <text x="640" y="500" font-family="sans-serif" font-size="56" fill="#fff" text-anchor="middle">${escaped}</text></svg>`;
  return Buffer.from(await sharp(Buffer.from(svg)).jpeg({ quality: 80 }).toBuffer());
}

/** Waits until all pictures are ready, backed up and linked. Returns the URL of one, or null if some are not. */
async function awaitPictures(sql: Sql, mediaIds: string[]): Promise<string | null> {
  const bar = progress('Backed up and linked', mediaIds.length);
  const hasAll = await pollUntilStalled(mediaIds.length, () => countFinished(sql, mediaIds), bar.update);
  bar.stop();
  if (!hasAll) return null;
  const [picture] = await sql<{ url: string }[]>`
    select medium_url as url from media_files where status = 'ready' and purpose = 'showcase_post' limit 1`;
  return picture?.url ?? null;
}

async function countFinished(sql: Sql, mediaIds: string[]): Promise<number> {
  const [row] = await sql<{ finished: number }[]>`
    select count(*)::integer as finished from media_files
    where id in (select json_array_elements_text(${JSON.stringify(mediaIds)}::text::json)::uuid)
      and status = 'ready' and backed_up_at is not null
      and exists (select from media_usage where media_id = media_files.id)`;
  return row?.finished ?? 0;
}
