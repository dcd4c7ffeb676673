/** Things that are shown beside something else, such as shared skills: how many there are, and the first of them. */
export interface ShortList<Item> {
  total: number;
  items: Item[];
}

/** Items of a short list. */
const MAX_ITEMS = 5;

/** The first five of a list, and its length. */
export function shortList<Item>(all: readonly Item[]): ShortList<Item> {
  return { total: all.length, items: all.slice(0, MAX_ITEMS) };
}
