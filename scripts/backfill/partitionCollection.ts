import type { Collection } from '../../functions/src/platform/documents/collection.ts';
import type { DocumentReader, PathRange } from '../../functions/src/sync/pipeline/documentReader.ts';
import { between } from './idBetween.ts';

/**
 * Cuts a collection into ranges of at most about `size` documents that together cover every path, by
 * counting halves; a subcollection is cut between its parents. (Firestore's own partition query is not
 * used: the emulator refuses it, and a cut that never changes lets a killed run go on.)
 */
export async function partitions(
  reader: DocumentReader,
  collection: Collection,
  documents: number,
  size: number,
): Promise<PathRange[]> {
  const ranges = await split(reader, collection, { after: null, upTo: null }, documents, size);
  // Ranges that were empty were left out: their neighbours take them, for what is created in them.
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
  const middle = low === undefined ? null : between(low, range.upTo?.split('/')[1] ?? null);
  if (middle === null) return [range];
  const left = { after: range.after, upTo: `${top}/${middle}` };
  const right = { after: `${top}/${middle}`, upTo: range.upTo };
  // One read says that there is nothing; a count would cost one for every thousand on the other side.
  if ((await reader.readPage(collection, right, 1)).length === 0)
    return split(reader, collection, left, documents, size);
  const { documents: leftDocuments } = await reader.count(collection, left);
  if (leftDocuments === 0) return split(reader, collection, right, documents, size);
  return [
    ...(await split(reader, collection, left, leftDocuments, size)),
    ...(await split(reader, collection, right, documents - leftDocuments, size)),
  ];
}
