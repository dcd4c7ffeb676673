/** At most `size` of the items, evenly spaced and in their order; the same items every time. */
export function evenSample<Item>(items: readonly Item[], size: number): Item[] {
  if (items.length <= size) return [...items];
  return Array.from({ length: size }, (_, k) => items[Math.floor((k * items.length) / size)] as Item);
}
