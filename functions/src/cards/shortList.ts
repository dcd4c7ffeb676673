import { z } from 'zod';
import { count } from '../platform/output.ts';

/** Items of a short list. */
const MAX_ITEMS = 5;

/** Things that are shown beside something else, such as shared skills: how many there are, and the first of them. */
export interface ShortList<Item> {
  total: number;
  items: Item[];
}

/** The schema of a {@link ShortList}. */
export function shortListOf<Item extends z.ZodType>(
  item: Item,
): z.ZodObject<{ total: typeof count; items: z.ZodArray<Item> }, z.core.$strict> {
  return z
    .strictObject({ total: count, items: z.array(item).max(MAX_ITEMS) })
    .meta({ generic: 'ShortList', description: 'How many there are, and the first five.' });
}

/** The first five of a list, and its length. */
export function shortList<Item>(all: readonly Item[]): ShortList<Item> {
  return { total: all.length, items: all.slice(0, MAX_ITEMS) };
}
