import type { Change } from '../../src/sync/pipeline/change.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import type { IncomingChange } from '../../src/sync/pipeline/prepareChange.ts';

/** A document's state, or its deletion when `data` is null, as the writer receives it. */
export function change(path: string, version: number, data: JsonObject | null): IncomingChange {
  const time = new Date(version / 1000).toISOString();
  return incoming(
    data === null
      ? { kind: 'delete', path, version }
      : { kind: 'upsert', path, version, createTime: time, updateTime: time, data },
  );
}

/** A change in its message. */
export function incoming(carried: Change): IncomingChange {
  const message = Buffer.from(JSON.stringify(carried));
  return { id: 'message', message, bytes: message.length, change: carried };
}
