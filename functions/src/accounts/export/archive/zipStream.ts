import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { freeBuffers } from '../../../platform/memory.ts';

/** Free buffers each time this many bytes have passed. */
const FREE_EVERY_BYTES = 8 * 1024 * 1024;

/** A file of an archive, which is read while the archive is written. */
export interface ZipEntry {
  name: string;
  content: AsyncIterable<Uint8Array>;
  /** Not worth it for images and videos. */
  isCompressed: boolean;
}

/**
 * Yields the bytes of a zip archive, in memory that does not depend on its size. An entry is asked for once the one before
 * has been written. Neither an entry nor the archive may have 4 GB or more: there is no Zip64.
 *
 * @throws whatever reading an entry throws
 */
export async function* zipStream(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const written: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error !== null) throw error;
    written.push(chunk);
  });
  const take = (): Uint8Array[] => written.splice(0);
  let unfreedBytes = 0;
  for await (const { name, content, isCompressed } of entries) {
    const file = isCompressed ? new ZipDeflate(name, { level: 6 }) : new ZipPassThrough(name);
    zip.add(file);
    for await (const chunk of content) {
      file.push(chunk);
      yield* take();
      unfreedBytes += chunk.length;
      if (unfreedBytes > FREE_EVERY_BYTES) {
        freeBuffers();
        unfreedBytes = 0;
      }
    }
    file.push(new Uint8Array(0), true);
    yield* take();
  }
  zip.end();
  yield* take();
}
