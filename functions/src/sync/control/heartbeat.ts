import { FieldValue } from 'firebase-admin/firestore';
import type { Firestore } from '../../platform/firestore.ts';
import type { Sql } from '../../platform/postgres.ts';
import { upsertVersion } from '../pipeline/version.ts';

/**
 * A document that the suite itself writes. It passes through the pipeline like any other, so its arrival
 * proves that the pipeline works even when the app writes nothing.
 */
const HEARTBEAT_PATH = 'system/heartbeat';

/** The last heartbeat: when it was written to Firestore, and its lag, which is null until it arrives. */
export interface Heartbeat {
  sentAt: Date;
  lagSeconds: number | null;
}

/** Writes a heartbeat. Do not send one while the last is in flight: its age is the lag. */
export async function sendHeartbeat(firestore: Firestore): Promise<void> {
  await firestore.doc(HEARTBEAT_PATH).set({ sentAt: FieldValue.serverTimestamp() });
}

/** Reads the last heartbeat; null if there was none. */
export async function readHeartbeat(firestore: Firestore, sql: Sql): Promise<Heartbeat | null> {
  const { updateTime } = await firestore.doc(HEARTBEAT_PATH).get();
  if (updateTime === undefined) return null;
  const version = upsertVersion(updateTime);
  const [row] = await sql<{ lag: number }[]>`
    select greatest(extract(epoch from synced_at) - ${version}::bigint / 1e6, 0)::double precision as lag
    from system_documents where id = 'heartbeat' and version >= ${version}::bigint`;
  return { sentAt: updateTime.toDate(), lagSeconds: row?.lag ?? null };
}
