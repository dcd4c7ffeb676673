import { BadInput, NoConnection, Unreachable } from '../errors.ts';
import type { AnnouncedUpload } from '../generated.ts';
import { backOff, type Clock } from '../retry.ts';
import type { Post } from './post.ts';

export interface UploadProgress {
  /** Falls back to the last confirmed chunk when a connection is lost. */
  sentBytes: number;
  totalBytes: number;
}

/** What proves to the suite that Cloudinary has the file. */
export interface Receipt {
  version: number;
  signature: string;
}

interface PostOptions {
  post: Post;
  clock: Clock;
  onProgress: ((progress: UploadProgress) => void) | undefined;
  signal: AbortSignal | undefined;
}

/** Cloudinary takes chunks of more than 5 MB, and a smaller last one, each after the one before has been confirmed. */
const CHUNK_BYTES = 6 * 1024 * 1024;

/** Attempts at one chunk: with their pauses, about two minutes. */
const MAX_ATTEMPTS = 14;

/**
 * Posts a file in chunks; one that gets lost is sent again.
 *
 * Where the confirmation of the last chunk was lost, Cloudinary may refuse that chunk, since the file is complete. Then the
 * file is sent anew; as its public id is taken, Cloudinary keeps the first one, and answers with what confirms it.
 */
export async function postFile(upload: AnnouncedUpload, file: Blob, options: PostOptions): Promise<Receipt> {
  const firstId = upload.mediaId;
  try {
    return await postChunks(upload, file, firstId, options);
  } catch (error) {
    if (!(error instanceof RefusedRepeat)) throw error;
    return await postChunks(upload, file, `${firstId}-again`, options);
  }
}

async function postChunks(
  upload: AnnouncedUpload,
  file: Blob,
  uploadId: string,
  options: PostOptions,
): Promise<Receipt> {
  for (let start = 0; ; start += CHUNK_BYTES) {
    const end = Math.min(start + CHUNK_BYTES, file.size);
    const answer = await postChunk(upload, file, { uploadId, start, end }, options);
    if (end === file.size) return answer;
  }
}

interface Chunk {
  uploadId: string;
  start: number;
  /** Exclusive. */
  end: number;
}

async function postChunk(
  { url, fields }: AnnouncedUpload,
  file: Blob,
  { uploadId, start, end }: Chunk,
  { post, clock, onProgress, signal }: PostOptions,
): Promise<Receipt> {
  const totalBytes = file.size;
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file.slice(start, end));
  const headers =
    end - start === totalBytes
      ? {}
      : {
          'x-unique-upload-id': uploadId,
          'content-range': `bytes ${String(start)}-${String(end - 1)}/${String(totalBytes)}`,
        };
  // A form is somewhat larger than the file in it.
  const onSent = (bytes: number): void =>
    onProgress?.({ sentBytes: Math.min(start + bytes, end), totalBytes });
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      onSent(0);
      const answer = await post({ url, form, headers, onSent, signal });
      onSent(end - start);
      return answer as Receipt;
    } catch (error) {
      if (error instanceof BadInput && attempt > 1) throw new RefusedRepeat(error.message, { cause: error });
      const isLost = error instanceof NoConnection || error instanceof Unreachable;
      if (!isLost || attempt === MAX_ATTEMPTS) throw error;
      await clock.sleep(backOff(attempt, clock), signal);
    }
  }
}

/** Cloudinary refuses a chunk that it may have had before. */
class RefusedRepeat extends Error {}
