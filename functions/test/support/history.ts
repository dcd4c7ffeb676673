import fc from 'fast-check';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import type { IncomingChange } from '../../src/sync/pipeline/prepareChange.ts';
import { change } from './changes.ts';
import { anyDocument, documentPath } from './documents.ts';

interface Write {
  path: string;
  /** Null deletes the document. */
  data: JsonObject | null;
}

/**
 * Random writes to all declared collections. Pass few different ids, so that writes meet in the same
 * documents and reference each other. Collections that others reference are written more often.
 */
export function anyWrite(id: fc.Arbitrary<string>): fc.Arbitrary<Write> {
  const writes = allCollections.map((collection) => {
    const params = Object.keys(collection.match(collection.path) ?? {});
    const path = fc
      .tuple(...params.map(() => id))
      .map((ids) => documentPath(collection, (param) => ids[params.indexOf(param)] ?? ''));
    const referencing = allCollections.filter(({ references }) =>
      references.some(({ table }) => table === collection.table),
    );
    return {
      weight: 1 + referencing.length,
      arbitrary: fc.record({ path, data: fc.option(anyDocument(collection, id), { freq: 3 }) }),
    };
  });
  // Through JSON, because the documents of a message are plain objects.
  return fc.oneof(...writes).map((write) => JSON.parse(JSON.stringify(write)) as Write);
}

/** Simulates Firestore: the change events that these writes cause, and the documents that remain. */
export function simulateFirestore(writes: Write[]): {
  events: IncomingChange[];
  final: Record<string, JsonObject>;
} {
  const existing = new Map<string, { version: number; data: JsonObject }>();
  const events: IncomingChange[] = [];
  for (const [index, { path, data }] of writes.entries()) {
    const now = 1000 + index * 2;
    const before = existing.get(path);
    if (data !== null) {
      existing.set(path, { version: now, data });
      events.push(change(path, now, data));
    } else if (before) {
      existing.delete(path);
      events.push(change(path, before.version + 1, null));
    }
  }
  return { events, final: Object.fromEntries([...existing].map(([path, { data }]) => [path, data])) };
}

/** The seed of this run's random tests. `npm test` prints it; `SEED=… npm test` repeats a run. */
export function seed(): number {
  return Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
}
