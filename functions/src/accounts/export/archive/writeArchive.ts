import { readOriginals, type Original } from '../../../media/index.ts';
import type { ExportContext } from '../dataFile.ts';
import { DATA_FILES } from '../dataFiles.ts';
import { indexPage, type ListedFile } from './indexPage.ts';
import { jsonArray } from './jsonArray.ts';
import { INDEX_NAME, MEDIA_LIST } from './names.ts';
import { zipStream, type ZipEntry } from './zipStream.ts';

/** Bytes of originals in one archive, which must stay below 4 GB: there is no Zip64. */
const MAX_MEDIA_BYTES = 3_500_000_000;

/** What an archive turned out to be. */
export interface ArchiveContents {
  files: number;
  bytes: number;
}

/**
 * Yields the bytes of a person's archive. Read it to its end: nothing of it is kept in memory.
 *
 * @param linkEndsAt until when the page says that the archive can be downloaded; null if there is no link
 * @param written hears what there is in it, once it is complete
 */
export async function* writeArchive(
  context: ExportContext,
  linkEndsAt: Date | null,
  written: (contents: ArchiveContents) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  const listed: ListedFile[] = [];
  let bytes = 0;
  for await (const chunk of zipStream(entriesOf(context, linkEndsAt, listed))) {
    bytes += chunk.length;
    yield chunk;
  }
  written({ files: listed.length + 1, bytes });
}

/** The page comes last, when all that it lists is known. */
async function* entriesOf(
  context: ExportContext,
  linkEndsAt: Date | null,
  listed: ListedFile[],
): AsyncGenerator<ZipEntry> {
  for (const { name, holds, others = null, records } of DATA_FILES) {
    const file: ListedFile = { name, holds, others, records: 0 };
    listed.push(file);
    const content = jsonArray(records(context), (count) => (file.records = count));
    yield { name, content, isCompressed: true };
  }
  yield* mediaEntries(context, listed);
  const page = indexPage({ madeAt: context.now, linkEndsAt, files: listed });
  yield { name: INDEX_NAME, content: oneChunk(Buffer.from(page)), isCompressed: true };
}

async function* mediaEntries(context: ExportContext, listed: ListedFile[]): AsyncGenerator<ZipEntry> {
  const originals = await readOriginals(context.sql, context, context.uid);
  const list: { mediaId: string; file: string | null; bytes: number; why?: string }[] = [];
  let packedBytes = 0;
  for (const original of originals) {
    const { mediaId, format, bytes } = original;
    const name = `media/${mediaId}.${format}`;
    const content = packedBytes + bytes > MAX_MEDIA_BYTES ? 'too large' : await original.open();
    if (content === 'too large' || content === null) {
      list.push({ mediaId, file: null, bytes, why: WHY_LEFT_OUT[content ?? 'gone'] });
      continue;
    }
    packedBytes += bytes;
    list.push({ mediaId, file: name, bytes });
    listed.push({ name, holds: describe(original), others: null, records: null });
    yield { name, content, isCompressed: false };
  }
  listed.push({
    name: MEDIA_LIST,
    holds: 'the list of the images and videos that you uploaded',
    others: null,
    records: list.length,
  });
  yield {
    name: MEDIA_LIST,
    content: oneChunk(Buffer.from(JSON.stringify(list, null, 2))),
    isCompressed: true,
  };
}

const WHY_LEFT_OUT = {
  'too large': 'The archive would become larger than a zip file may be. Download the file in the app.',
  gone: 'The file is in neither of the stores any more.',
};

function describe({ format, bytes }: Original): string {
  return `an original that you uploaded (${format.toUpperCase()}, ${(bytes / 1e6).toFixed(1)} MB)`;
}

async function* oneChunk(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(chunk);
}
