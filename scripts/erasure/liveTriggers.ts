import { setTimeout as sleep } from 'node:timers/promises';
import type { Firestore, QuerySnapshot } from 'firebase-admin/firestore';
import type { Cleanup } from '../lib/command.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { encodeChange } from '../../functions/src/sync/pipeline/change.ts';
import { toDelete, toUpsertOrRefusal } from '../../functions/src/sync/pipeline/snapshotToChange.ts';

/** Listeners are quiet for this long when they have told everything. */
const QUIET_MS = 400;

/**
 * Publishes every write in Firestore, as the deployed triggers do, from listeners: the functions emulator would need a
 * worker process per write. Writes of the same document in quick succession may become one message, which is the newest.
 */
export class LiveTriggers {
  /** Every message so far, to be delivered again. */
  readonly messages: Buffer[] = [];
  #lastAt = 0;
  #publishing: Promise<unknown> = Promise.resolve();
  #unsubscribe: (() => void)[] = [];

  /** @param publish resolves when the messages are on their way, or applied */
  static async start(
    cleanup: Cleanup,
    firestore: Firestore,
    publish: (messages: Buffer[]) => Promise<unknown>,
  ): Promise<LiveTriggers> {
    const triggers = new LiveTriggers();
    cleanup(() => {
      triggers.stop();
      return Promise.resolve();
    });
    const groups = new Set(allCollections.map(({ path }) => path.split('/').at(-2) ?? ''));
    const first = [...groups].map(
      (group) =>
        new Promise<void>((resolve, reject) => {
          const listening = firestore.collectionGroup(group).onSnapshot((snapshot) => {
            triggers.#tell(snapshot, publish);
            resolve();
          }, reject);
          triggers.#unsubscribe.push(listening);
        }),
    );
    await Promise.all(first);
    return triggers;
  }

  #tell(snapshot: QuerySnapshot, publish: (messages: Buffer[]) => Promise<unknown>): void {
    const changes = snapshot.docChanges().filter(({ doc }) => isSynchronised(doc.ref.path));
    const messages = changes.map(({ type, doc }) =>
      encodeChange(type === 'removed' ? toDelete(doc) : toUpsertOrRefusal(doc)),
    );
    this.#lastAt = Date.now();
    this.messages.push(...messages);
    this.#publishing = this.#publishing.then(() => publish(messages));
  }

  /** Resolves when all writes so far are published. */
  async settled(): Promise<void> {
    this.#lastAt = Date.now();
    while (Date.now() - this.#lastAt < QUIET_MS) await sleep(50);
    await this.#publishing;
  }

  /** Tells nothing any more. */
  stop(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }
}

function isSynchronised(path: string): boolean {
  return allCollections.some((collection) => collection.match(path) !== null);
}
