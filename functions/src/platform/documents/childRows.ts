import { rowId, type ChildRows } from './collection.ts';

/** Rows in several tables that the same documents own, written in this order. */
export function combineChildRows<Fields>(...parts: ChildRows<Fields>[]): ChildRows<Fields> {
  return {
    async write(sql, written) {
      for (const part of parts) await part.write(sql, written);
    },
    async differing(sql, written) {
      const keys = new Map<string, string[]>();
      for (const part of parts) {
        for (const key of await part.differing(sql, written)) keys.set(rowId(key), key);
      }
      return [...keys.values()];
    },
  };
}
