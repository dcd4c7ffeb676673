import { rowId, type ChildRows } from './collection.ts';

/** Combines the child rows that one collection keeps in several tables; they are written in this order. */
export function combineChildRows<Fields>(...parts: ChildRows<Fields>[]): ChildRows<Fields> {
  return {
    fields: [...new Set(parts.flatMap(({ fields }) => fields))],
    async write(sql, written) {
      for (const part of parts) await part.write(sql, written);
    },
    async findDiffering(sql, written) {
      const keys = new Map<string, string[]>();
      for (const part of parts) {
        for (const key of await part.findDiffering(sql, written)) keys.set(rowId(key), key);
      }
      return [...keys.values()];
    },
  };
}
