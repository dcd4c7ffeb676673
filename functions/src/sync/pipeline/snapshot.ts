import type { DocumentSnapshot } from 'firebase-admin/firestore';
import type { Change, Delete, Upsert } from './change.ts';
import { encodeMap, isoNanoseconds } from './encoding.ts';
import { deleteVersion, upsertVersion } from './version.ts';

/** The state of a document that exists, as a change. */
export function upsert(snapshot: DocumentSnapshot): Upsert {
  const { createTime, updateTime } = snapshot;
  if (updateTime === undefined) throw new Error(`${snapshot.ref.path} has no update time`);
  return {
    kind: 'upsert',
    path: snapshot.ref.path,
    version: upsertVersion(updateTime),
    createTime: createTime === undefined ? null : isoNanoseconds(createTime),
    updateTime: isoNanoseconds(updateTime),
    data: encodeMap(snapshot.data() ?? {}),
  };
}

/** The state of a document that exists; `refused` when it has a value that the encoding does not know. */
export function upsertOrRefusal(snapshot: DocumentSnapshot): Change {
  try {
    return upsert(snapshot);
  } catch (error) {
    if (!(error instanceof TypeError) || snapshot.updateTime === undefined) throw error;
    const { path } = snapshot.ref;
    const reason = `${error.message}: teach encoding.ts the type, deploy, and write the document again`;
    return { kind: 'refused', path, version: upsertVersion(snapshot.updateTime), reason };
  }
}

/** The deletion of a document, from the last state it had. */
export function deletion(before: DocumentSnapshot): Delete {
  if (before.updateTime === undefined) throw new Error(`${before.ref.path} has no update time`);
  return { kind: 'delete', path: before.ref.path, version: deleteVersion(before.updateTime) };
}
