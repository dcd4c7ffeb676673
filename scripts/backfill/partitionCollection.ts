import type { Collection } from '../../functions/src/platform/documents/collection.ts';
import type { DocumentReader, PathRange } from '../../functions/src/sync/pipeline/documentReader.ts';
import { idBetween } from './idBetween.ts';

/**
 * Splits a collection into ranges of at most about `size` documents that together cover every path, by
 * counting and halving; a subcollection is split between its parents. Firestore's own partition query is
 * not used, because the emulator rejects it and an interrupted run needs stable partitions to resume.
 */
export async function partitionCollection(
  reader: DocumentReader,
  collection: Collection,
  documents: number,
  size: number,
): Promise<PathRange[]> {
  const ranges = await split(reader, collection, { after: null, upTo: null }, documents, size);
  // Neighbours absorb the empty ranges that were left out, for documents created there later.
  return ranges.map(({ upTo }, index) => ({
    after: ranges[index - 1]?.upTo ?? null,
    upTo: index === ranges.length - 1 ? null : upTo,
  }));
}

async function split(
  reader: DocumentReader,
  collection: Collection,
  range: PathRange,
  documents: number,
  size: number,
): Promise<PathRange[]> {
  if (documents <= size) return [range];
  const [top = ''] = collection.path.split('/');
  const [first] = await reader.readPage(collection, range, 1);
  const low = first?.ref.path.split('/')[1];
  const middle = low === undefined ? null : idBetween(low, range.upTo?.split('/')[1] ?? null);
  if (middle === null) return [range];
  const left = { after: range.after, upTo: `${top}/${middle}` };
  const right = { after: `${top}/${middle}`, upTo: range.upTo };
  // One read detects an empty half; a count of the other half would bill one read per thousand documents.
  if ((await reader.readPage(collection, right, 1)).length === 0)
    return split(reader, collection, left, documents, size);
  const { documents: leftDocuments } = await reader.count(collection, left);
  if (leftDocuments === 0) return split(reader, collection, right, documents, size);
  return [
    ...(await split(reader, collection, left, leftDocuments, size)),
    ...(await split(reader, collection, right, documents - leftDocuments, size)),
  ];
}
