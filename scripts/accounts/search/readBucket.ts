import { strFromU8, unzipSync } from 'fflate';
import type { Bucket } from '../../../functions/src/platform/storage.ts';
import type { Cell } from './cell.ts';

/** Contents of other types are pictures and videos, whose owner their name and metadata tell. */
const TEXT = /^(text\/|application\/(json|xml|javascript|x-ndjson))/;
const ARCHIVE = /^application\/(zip|x-zip-compressed)/;

/** Objects larger than this are looked at by name and metadata only. */
const MAX_CONTENT_BYTES = 500_000_000;

/** Yields the name and metadata of every object, the text of text files, and the names and texts of archives. */
export async function* readBucket(bucket: Bucket | null): AsyncGenerator<Cell> {
  if (bucket === null) return;
  const [files] = await bucket.getFiles();
  for (const file of files) {
    const cell = (column: string, text: string): Cell => ({
      store: 'bucket',
      place: file.name,
      column,
      text,
    });
    yield cell('name', file.name);
    yield cell('metadata', JSON.stringify(file.metadata));
    const { contentType = '', size = 0 } = file.metadata;
    const isArchive = ARCHIVE.test(contentType) || file.name.endsWith('.zip');
    if (!(isArchive || TEXT.test(contentType)) || Number(size) > MAX_CONTENT_BYTES) continue;
    const [content] = await file.download();
    if (!isArchive) yield cell('content', content.toString());
    else {
      for (const [name, entry] of Object.entries(unzipSync(content)))
        yield cell('archive', `${name}\n${strFromU8(entry)}`);
    }
  }
}
