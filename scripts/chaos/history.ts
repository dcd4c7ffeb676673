import fc from 'fast-check';
import { encodeChange, type Change } from '../../functions/src/sync/pipeline/change.ts';
import type { JsonObject } from '../../functions/src/platform/documents/json.ts';
import { anyWrite, happen } from '../../functions/test/support/history.ts';
import type { Random } from '../campus/random.ts';

/** Ids that the documents of each collection share: few enough that changes meet. */
const IDS = 300;

/** Poison messages for each change. */
const POISON = 0.01;

/** What a document has to be in the end; null stands for a deleted one. */
export interface FinalState {
  version: number;
  data: JsonObject | null;
}

export interface History {
  /** What is published, in this order, poison among it. */
  messages: Buffer[];
  /** What has to be in Postgres in the end, by path. */
  final: Map<string, FinalState>;
  /** Paths of the documents that have to be dead letters. */
  poisonPaths: Set<string>;
  /** Messages that are no change, and so have to be dead letters without a path. */
  unreadable: number;
}

/** A random history of so many changes over all collections, with poison at random places. */
export function makeHistory(changes: number, seed: number, random: Random): History {
  const ids = fc.nat(IDS - 1).map(String);
  // Some of the writes delete what does not exist: those change nothing, and nothing is sent.
  const writes = fc.sample(anyWrite(ids), { numRuns: changes * 2, seed });
  const events = happen(writes).events.slice(0, changes);
  if (events.length < changes) throw new Error(`the history has only ${String(events.length)} changes`);
  const history: History = { messages: [], final: new Map(), poisonPaths: new Set(), unreadable: 0 };
  for (const { change } of events) {
    if (change.kind !== 'upsert' && change.kind !== 'delete') throw new Error(`unexpected: ${change.kind}`);
    history.final.set(change.path, {
      version: change.version,
      data: change.kind === 'upsert' ? change.data : null,
    });
    history.messages.push(encodeChange(change));
    if (random.chance(POISON)) addPoison(history, random);
  }
  return history;
}

/** One message that can never be applied. */
function addPoison(history: History, random: Random): void {
  const id = `poison-${String(history.messages.length)}`;
  const upsert = (path: string, data: JsonObject): Change => {
    const now = '2026-01-01T00:00:00Z';
    return {
      kind: 'upsert',
      path,
      version: history.messages.length + 1,
      createTime: now,
      updateTime: now,
      data,
    };
  };
  const poison = random.pick<Change | string>([
    upsert(`users/${id}`, { name: 'no e-mail address' }),
    upsert(`events/${id}`, { title: '' }),
    upsert(`showcase_posts/${id}`, { content: 'by nobody' }),
    upsert(`connections/${id}`, { fromUid: '1' }),
    upsert(`users/1/positions/${id}`, {}),
    upsert(`unknown/${id}`, { title: 'of a collection that is not declared' }),
    { kind: 'refused', path: `users/${id}`, version: 1, reason: 'it could not be encoded' },
    'no JSON',
    JSON.stringify({ kind: 'upsert', path: 'users' }),
  ]);
  if (typeof poison === 'string') {
    history.unreadable += 1;
    history.messages.push(Buffer.from(poison));
  } else {
    history.poisonPaths.add(poison.path);
    history.messages.push(encodeChange(poison));
  }
}
