import { setTimeout as sleep } from 'node:timers/promises';
import type { Firestore } from 'firebase-admin/firestore';
import pRetry from 'p-retry';
import type { Random } from '../campus/random.ts';
import { eventOf, postOf, type Cast } from './canaryDocuments.ts';
import type { CanaryPerson } from './canaryPeople.ts';

const PAUSE_MS = 100;

/**
 * Writes as apps go on writing: those who stay, and those who leave, whose tokens live for an hour. One after the other,
 * until stopped.
 */
export class LiveWrites {
  writes = 0;
  #isStopping = false;
  readonly #running: Promise<void>;

  constructor(firestore: Firestore, cast: Cast, random: Random) {
    this.#running = this.#write(firestore, cast, random);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#running;
  }

  async #write(firestore: Firestore, { leaving, staying }: Cast, random: Random): Promise<void> {
    while (!this.#isStopping) {
      const person = random.pick([...leaving, ...staying]);
      const write = random.pick(WRITES);
      const host = random.pick(staying);
      // Like the SDKs of apps: a driver that was killed may hold the locks of its transaction for a while.
      await pRetry(() => write(firestore, person, host), { retries: 10, minTimeout: 200 });
      this.writes += 1;
      await sleep(PAUSE_MS);
    }
  }
}

type Write = (firestore: Firestore, person: CanaryPerson, host: CanaryPerson) => Promise<unknown>;

/** In documents of their own, and in those of somebody who stays. */
const WRITES: Write[] = [
  (firestore, { uid, canary }) =>
    firestore.collection('showcase_posts').add({ userId: uid, content: canary(), createdAt: new Date() }),
  (firestore, { uid, email, name, canary }) =>
    firestore.doc(`users/${uid}`).set({ email, name, [`late-${canary()}`]: canary() }, { merge: true }),
  (firestore, { uid, canary }) =>
    firestore.collection(`users/${uid}/positions`).add({ title: canary(), startDate: new Date() }),
  (firestore, { uid, name, canary }, host) =>
    firestore.runTransaction(async (transaction) => {
      const post = firestore.doc(postOf(host));
      const { likes, comments } = (await transaction.get(post)).data() as Record<string, unknown[]>;
      const comment = { userId: uid, name, text: canary(), createdAt: new Date() };
      transaction.update(post, { likes: [...(likes ?? []), uid], comments: [...(comments ?? []), comment] });
    }),
  (firestore, { uid, canary }, host) =>
    firestore
      .doc(`${eventOf(host)}/attendees/${uid}`)
      .set({ status: 'going', late: canary() }, { merge: true }),
  (firestore, { uid, canary }, host) =>
    firestore
      .collection('connections')
      .add({ fromUid: uid, toUid: host.uid, status: 'pending', note: canary() }),
];
