import type { Change } from '../../src/sync/pipeline/change.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import type { IncomingChange } from '../../src/sync/pipeline/prepareChange.ts';

/** The state of a document, or its deletion if `data` is null, as the writer receives it. */
export function change(path: string, version: number, data: JsonObject | null): IncomingChange {
  const time = new Date(version / 1000).toISOString();
  return incoming(
    data === null
      ? { kind: 'delete', path, version }
      : { kind: 'upsert', path, version, createTime: time, updateTime: time, data },
  );
}

/** A change with its message. */
export function incoming(published: Change): IncomingChange {
  const message = Buffer.from(JSON.stringify(published));
  return { id: 'message', message, bytes: message.length, change: published };
}
