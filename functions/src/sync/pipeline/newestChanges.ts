import { rowId, type Collection } from '../../platform/documents/collection.ts';
import type { PreparedChange, ProjectedChange } from './prepareChange.ts';

/** The newest change of each row in a batch, by collection and row id. */
export type NewestChanges = Map<Collection, Map<string, ProjectedChange>>;

/** Reduces a batch to the newest change of each row, since one statement can write a row only once. */
export function newestPerRow(batch: PreparedChange[]): NewestChanges {
  const newest: NewestChanges = new Map();
  for (const prepared of batch) {
    if (prepared.kind !== 'row') continue;
    const rows = newest.get(prepared.collection) ?? new Map<string, ProjectedChange>();
    newest.set(prepared.collection, rows);
    const id = rowId(prepared.row.key);
    const other = rows.get(id);
    if (other === undefined || other.row.version < prepared.row.version) rows.set(id, prepared);
  }
  return newest;
}
