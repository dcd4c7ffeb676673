import fc from 'fast-check';
import { encodeChange, type Change } from '../../functions/src/sync/pipeline/change.ts';
import type { JsonObject } from '../../functions/src/platform/documents/json.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { documentPath, requiredFields } from '../../functions/test/support/documents.ts';
import { anyWrite, simulateFirestore } from '../../functions/test/support/history.ts';
import type { Random } from '../campus/random.ts';

/** Number of different ids: few enough that changes meet in the same documents. */
const DISTINCT_IDS = 300;

/** Poison messages per change. */
const POISON_SHARE = 0.01;

/** The expected final state of a document; `data` is null if it is deleted. */
export interface FinalState {
  version: number;
  data: JsonObject | null;
}

export interface History {
  /** The messages to publish, in this order, poison included. */
  messages: Buffer[];
  /** The expected final state in Postgres, by path. */
  final: Map<string, FinalState>;
  /** Paths of the documents that must become dead letters. */
  poisonPaths: Set<string>;
  /** Number of messages that are not changes, and must become dead letters without a path. */
  unreadable: number;
}

/** A random history with this many changes over all collections, with poison in random places. */
export function makeHistory(changes: number, seed: number, random: Random): History {
  const ids = fc.nat(DISTINCT_IDS - 1).map(String);
  // Twice as many writes as needed: deleting a missing document sends no event.
  const writes = fc.sample(anyWrite(ids), { numRuns: changes * 2, seed });
  const events = simulateFirestore(writes).events.slice(0, changes);
  if (events.length < changes)
    throw new Error(`the history has only ${String(events.length)} changes: use another seed`);
  const history: History = { messages: [], final: new Map(), poisonPaths: new Set(), unreadable: 0 };
  for (const { change } of events) {
    if (change.kind !== 'upsert' && change.kind !== 'delete') throw new Error(`unexpected: ${change.kind}`);
    history.final.set(change.path, {
      version: change.version,
      data: change.kind === 'upsert' ? change.data : null,
    });
    history.messages.push(encodeChange(change));
    if (random.chance(POISON_SHARE)) addPoison(history, random);
  }
  return history;
}

/** Adds a message that can never be applied. */
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
  const withoutRequiredFields = allCollections
    .filter((collection) => requiredFields(collection).length > 0)
    .map((collection) =>
      upsert(
        documentPath(collection, () => id),
        {},
      ),
    );
  const poison = random.pick<Change | string>([
    ...withoutRequiredFields,
    upsert(`unknown/${id}`, { title: 'in an undeclared collection' }),
    { kind: 'refused', path: `users/${id}`, version: 1, reason: 'cannot be encoded' },
    'not JSON',
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
