import { FieldValue } from 'firebase-admin/firestore';
import type { Firestore } from '../../platform/firestore.ts';
import type { Sql } from '../../platform/postgres.ts';
import { upsertVersion } from '../pipeline/version.ts';

/**
 * A document that the suite writes itself: it takes the way of every other document, so that its arrival
 * says that the way is open also when nobody writes anything.
 */
const HEARTBEAT_PATH = 'system/heartbeat';

/** The last heartbeat: when it was written to Firestore, and how long it took, null while it has not arrived. */
export interface Heartbeat {
  sentAt: Date;
  lagSeconds: number | null;
}

/** Writes a heartbeat. While the last one is on its way, its age is what counts: do not write the next. */
export async function beat(firestore: Firestore): Promise<void> {
  await firestore.doc(HEARTBEAT_PATH).set({ sentAt: FieldValue.serverTimestamp() });
}

/** Reads the last heartbeat; null when there was none. */
export async function lastHeartbeat(firestore: Firestore, sql: Sql): Promise<Heartbeat | null> {
  const { updateTime } = await firestore.doc(HEARTBEAT_PATH).get();
  if (updateTime === undefined) return null;
  const version = upsertVersion(updateTime);
  const [row] = await sql<{ lag: number }[]>`
    select greatest(extract(epoch from synced_at) - ${version}::bigint / 1e6, 0)::double precision as lag
    from system_documents where id = 'heartbeat' and version >= ${version}::bigint`;
  return { sentAt: updateTime.toDate(), lagSeconds: row?.lag ?? null };
}
