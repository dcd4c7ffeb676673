/**
 * Bytes of JSON that one statement carries. A document has up to a megabyte, base64 makes it larger, and copies of the
 * text are in memory at once; Postgres accepts 268,435,455 bytes in the elements of a `jsonb` array.
 */
export const MAX_STATEMENT_BYTES = 16_000_000;

/** Cuts a list into chunks of at most this many bytes; an item that is larger makes a chunk of its own. */
export function byteChunks<Item>(
  items: readonly Item[],
  bytesOf: (item: Item) => number,
  maxBytes = MAX_STATEMENT_BYTES,
): Item[][] {
  const chunks: Item[][] = [];
  let bytes = Infinity;
  for (const item of items) {
    const size = bytesOf(item);
    if (bytes + size > maxBytes) {
      chunks.push([]);
      bytes = 0;
    }
    bytes += size;
    chunks.at(-1)?.push(item);
  }
  return chunks;
}

/** About how many bytes a Firestore value has, and its JSON; sees one level of a value at a time. */
export function approximateBytes(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (ArrayBuffer.isView(value)) return Math.ceil(value.byteLength * (4 / 3));
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + 1 + approximateBytes(item), 2);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return 8;
  return Object.entries(value).reduce((sum, [key, item]) => sum + key.length + 4 + approximateBytes(item), 2);
}
