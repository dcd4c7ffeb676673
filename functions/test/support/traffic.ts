import { setTimeout as sleep } from 'node:timers/promises';
import type { Firestore } from '../../src/platform/firestore.ts';
import type { Sql } from '../../src/platform/postgres.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import type { IncomingChange } from '../../src/sync/pipeline/prepareChange.ts';
import { toIncomingChange } from '../../src/sync/pipeline/prepareChange.ts';
import { toDelete, toUpsert } from '../../src/sync/pipeline/snapshotToChange.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';

/** Delay of a change from Firestore to Postgres. */
const LAG_MS = 100;

/**
 * Simulates an app that creates, changes and deletes users, and a pipeline that applies each change after
 * a delay.
 *
 * @param ids ids of the users to change and delete
 * @returns a function that stops it and resolves to the number of changes once all have been applied.
 */
export function liveTraffic(firestore: Firestore, sql: Sql, ids: string[]): () => Promise<number> {
  const writer = new Writer(sql, allCollections);
  const stopping = new AbortController();
  let changes = 0;
  const user = { email: 'live@campus.example', skills: ['Rust'] };
  const traffic = (async () => {
    for (let round = 0; !stopping.signal.aborted; round += 1) {
      const existing = firestore.doc(`users/${ids[(round * 37) % ids.length] ?? ''}`);
      const created = firestore.doc(`users/new${String(round)}`);
      const events: IncomingChange[] = [];
      const before = await existing.get();
      if (round % 3 === 0 && before.exists) {
        await existing.delete();
        events.push(toIncomingChange(toDelete(before)));
      } else {
        await existing.set({ ...user, name: `Round ${String(round)}` });
        events.push(toIncomingChange(toUpsert(await existing.get())));
      }
      await created.set({ ...user, name: 'New' });
      events.push(toIncomingChange(toUpsert(await created.get())));
      await sleep(LAG_MS);
      await writer.apply(events);
      changes += events.length;
    }
  })();
  return async () => {
    stopping.abort();
    await traffic;
    return changes;
  };
}
