import type { Change } from '../../src/sync/pipeline/change.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import type { IncomingChange } from '../../src/sync/pipeline/prepareChange.ts';

/** When documents whose versions are mere counters were written: after everything that they tell. */
const LATE = '2100-01-01T00:00:00Z';

/**
 * The state of a document, or its deletion if `data` is null, as the writer receives it. The version is the time of its
 * writing in microseconds, or a small counter; then it is not known when the document was created.
 */
export function change(path: string, version: number, data: JsonObject | null): IncomingChange {
  if (data === null) return incoming({ kind: 'delete', path, version });
  const time = new Date(version / 1000);
  const times =
    time.getUTCFullYear() > 1970
      ? { createTime: time.toISOString(), updateTime: time.toISOString() }
      : { createTime: null, updateTime: LATE };
  return incoming({ kind: 'upsert', path, version, ...times, data });
}

/** A change with its message. */
export function incoming(published: Change): IncomingChange {
  const message = Buffer.from(JSON.stringify(published));
  return { id: 'message', message, bytes: message.length, change: published };
}
