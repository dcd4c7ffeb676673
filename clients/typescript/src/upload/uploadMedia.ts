import { NotReady } from '../errors.ts';
import type { MediaFile, TalentCallables } from '../generated.ts';
import { backOff, realClock, type Clock } from '../retry.ts';
import type { CallOptions } from '../types.ts';
import { post, type Post } from './post.ts';
import { postFile, type UploadProgress } from './postFile.ts';

export interface UploadOptions extends CallOptions {
  /** Where the app is going to show the file. */
  purpose: 'showcase_post' | 'profile' | 'event';
  onProgress?: (progress: UploadProgress) => void;
}

/** The part of the client that an upload needs. */
export type UploadCallables = Pick<TalentCallables, 'createUpload' | 'completeUpload'>;

/** How often the suite is asked for a file that Cloudinary has confirmed and does not show yet. */
const MAX_LOOKS = 6;

/**
 * Uploads a picture or a video of the caller: announces it, posts it to Cloudinary in chunks, goes on where it was after a
 * lost connection, and reports it as done.
 *
 * @param file its `type` is what counts, such as `image/jpeg`
 * @returns the file as its owner sees it: `rejected` with a `reason` if its contents are not allowed
 * @throws TalentError `bad-input` for a file of another kind, `over-quota`, or `no-connection` after two minutes in which
 *   nothing got through; or the signal's reason
 */
export function uploadMedia(talent: UploadCallables, file: Blob, options: UploadOptions): Promise<MediaFile> {
  return uploadThrough(talent, file, options, post, realClock);
}

/** The same with a way to post and a clock of one's own. */
export async function uploadThrough(
  talent: UploadCallables,
  file: Blob,
  { purpose, onProgress, signal }: UploadOptions,
  post: Post,
  clock: Clock,
): Promise<MediaFile> {
  const type = file.type.startsWith('video/') ? 'video' : 'image';
  const announced = await talent.createUpload(
    { type, sizeBytes: file.size, contentType: file.type, purpose, source: 'web' },
    { signal },
  );
  const { version, signature } = await postFile(announced, file, { post, clock, onProgress, signal });
  const { mediaId } = announced;
  for (let look = 1; ; look += 1) {
    try {
      return await talent.completeUpload({ mediaId, version, signature }, { signal });
    } catch (error) {
      if (!(error instanceof NotReady) || look === MAX_LOOKS) throw error;
      await clock.sleep(backOff(look, clock), signal);
    }
  }
}
