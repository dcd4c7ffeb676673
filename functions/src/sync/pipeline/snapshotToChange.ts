import type { DocumentSnapshot } from 'firebase-admin/firestore';
import type { Change, Delete, Upsert } from './change.ts';
import { encodeMap, isoNanoseconds } from '../../platform/documents/encoding.ts';
import { deleteVersion, upsertVersion } from './version.ts';

/** The state of an existing document as a change. @throws TypeError if a value cannot be encoded. */
export function toUpsert(snapshot: DocumentSnapshot): Upsert {
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

/** Like {@link toUpsert}, but `refused` if the encoding does not know the type of a value. */
export function toUpsertOrRefusal(snapshot: DocumentSnapshot): Change {
  try {
    return toUpsert(snapshot);
  } catch (error) {
    if (!(error instanceof TypeError) || snapshot.updateTime === undefined) throw error;
    const { path } = snapshot.ref;
    const reason = `${error.message}: add the type to encoding.ts, deploy, and write the document again`;
    return { kind: 'refused', path, version: upsertVersion(snapshot.updateTime), reason };
  }
}

/** The deletion of a document, from its last state. */
export function toDelete(before: DocumentSnapshot): Delete {
  if (before.updateTime === undefined) throw new Error(`${before.ref.path} has no update time`);
  return { kind: 'delete', path: before.ref.path, version: deleteVersion(before.updateTime) };
}
