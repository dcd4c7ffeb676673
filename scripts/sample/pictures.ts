import { authoriseUpload } from '../../functions/src/media/createUpload.ts';
import { limitConcurrency } from '../../functions/src/platform/concurrency.ts';
import { Cloudinary } from '../../functions/src/platform/cloudinary/cloudinary.ts';
import type { Firestore } from '../../functions/src/platform/firestore.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { callContext } from '../lib/callContext.ts';
import { progress } from '../lib/progress.ts';
import { pollUntilStalled } from './pollUntilStalled.ts';
import { toJpeg } from './drawings.ts';
import type { Illustration } from './illustrations.ts';

/** Parallel uploads. */
const CONCURRENCY = 2;

/**
 * Uploads pictures as the app would: reserve the upload, post the file to Cloudinary,
 * then reference it in its document. The webhook and the backup do the rest.
 *
 * @param cloudinaryUrl the value of `CLOUDINARY_URL` that the functions have
 * @returns the URL of one picture, or null when some did not become ready, backed up and linked
 */
export async function uploadPictures(
  firestore: Firestore,
  sql: Sql,
  cloudinaryUrl: string,
  illustrations: Illustration[],
): Promise<string | null> {
  const cloudinary = new Cloudinary(cloudinaryUrl);
  const bar = progress('Uploading pictures', illustrations.length);
  const limited = limitConcurrency(CONCURRENCY);
  let done = 0;
  const mediaIds = await Promise.all(
    illustrations.map((illustration) =>
      limited(async () => {
        const mediaId = await uploadPicture(sql, cloudinary, illustration);
        await firestore.doc(illustration.path).update({ mediaIds: [mediaId] });
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
  { purpose, uid, drawing }: Illustration,
): Promise<string> {
  const picture = await toJpeg(drawing);
  const { mediaId, fields } = await authoriseUpload(
    callContext(sql, uid),
    { cloudinary },
    { type: 'image', sizeBytes: picture.length, contentType: 'image/jpeg', purpose, source: 'mobile' },
  );
  await cloudinary.upload('image', fields, new Blob([picture]));
  return mediaId;
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
