import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { deleteApp, initializeApp } from 'firebase/app';
import { connectAuthEmulator, createUserWithEmailAndPassword, getAuth } from 'firebase/auth';
import {
  connectFirestoreEmulator,
  doc,
  getFirestore,
  setDoc,
  setLogLevel,
  updateDoc,
  type FirestoreError,
} from 'firebase/firestore';
import { initialize } from '../../src/platform/app.ts';
import { makeMember } from '../support/accounts.ts';
import { PROJECT, setting } from '../support/environment.ts';

/** Posts that a person may create on a day, unless a parameter says otherwise. */
const LIMIT = 50;

describe('a member who posts without pause', () => {
  const app = initializeApp({ projectId: PROJECT, apiKey: 'any' }, 'daily-limits');
  before(() => {
    setLogLevel('silent');
  });
  after(() => deleteApp(app));

  it('is refused soon after the last post of a day that they may create, until the next', async function () {
    this.timeout(180_000);
    initialize(PROJECT);
    const [host = '', port] = setting('FIRESTORE_EMULATOR_HOST').split(':');
    const firestore = getFirestore(app);
    connectFirestoreEmulator(firestore, host, Number(port));
    connectAuthEmulator(getAuth(app), `http://${setting('TEST_AUTH_HOST')}`, { disableWarnings: true });
    const address = `${randomUUID()}@campus.example`;
    const { user } = await createUserWithEmailAndPassword(getAuth(app), address, 'password');
    await makeMember(user.uid, {});
    await user.getIdToken(true);

    const post = async (): Promise<string> => {
      const id = randomUUID();
      await setDoc(doc(firestore, 'showcase_posts', id), { userId: user.uid, content: 'x' });
      return id;
    };
    const created: string[] = [];
    while (created.length < 5000) {
      try {
        created.push(await post());
      } catch (error) {
        assert.equal((error as FirestoreError).code, 'permission-denied');
        break;
      }
      // The emulator delivers two messages at a time.
      if (created.length > LIMIT) await sleep(200);
    }
    assert.ok(created.length >= LIMIT && created.length < 5000, String(created.length));
    await assert.rejects(post(), { code: 'permission-denied' });
    await updateDoc(doc(firestore, 'showcase_posts', created[0] ?? ''), { content: 'edited' });
  });
});
