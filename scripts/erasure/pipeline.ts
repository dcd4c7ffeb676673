import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { decodeMessage } from '../../functions/src/sync/pipeline/decodeMessage.ts';
import { Writer } from '../../functions/src/sync/pipeline/writer.ts';
import type { PushedTopics } from '../chaos/pushedTopics.ts';
import type { PushFront } from '../chaos/pushFront.ts';

/** Without an acknowledgement for this long, messages count as lost. */
const STALLED_MS = 90_000;

/** What takes messages about changes to Postgres. */
export interface Pipeline {
  publish: (messages: Buffer[]) => Promise<void>;
  /** Resolves when everything that was published has been applied. */
  arrived: () => Promise<void>;
}

/** Pub/Sub and the built writers. */
export function pushedPipeline(topics: PushedTopics, front: PushFront): Pipeline {
  let pending: string[] = [];
  return {
    async publish(messages) {
      pending.push(...(await topics.publish(messages)));
    },
    async arrived() {
      let lastAt = Date.now();
      for (let before = -1; pending.length > 0; before = pending.length) {
        pending = pending.filter((id) => !front.acknowledged.has(id));
        if (pending.length !== before) lastAt = Date.now();
        if (Date.now() - lastAt > STALLED_MS) throw new Error('messages are never acknowledged');
        await sleep(100);
      }
    },
  };
}

/** A writer in this process. */
export function directPipeline(sql: Sql): Pipeline {
  const writer = new Writer(sql, allCollections);
  return {
    async publish(messages) {
      const outcomes = await writer.apply(
        messages.map((message, index) => decodeMessage(String(index), message)),
      );
      for (const outcome of outcomes) if (outcome instanceof Error) throw outcome;
    },
    arrived: () => Promise.resolve(),
  };
}
