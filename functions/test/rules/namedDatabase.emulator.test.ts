import assert from 'node:assert/strict';
import { deleteApp, initializeApp, type FirebaseApp } from 'firebase/app';
import {
  connectFirestoreEmulator,
  doc,
  getDocFromServer,
  getFirestore,
  setDoc,
  type Firestore,
} from 'firebase/firestore';
import { loadRules } from './support.ts';

const PROJECT = 'demo-rules-named';

describe('firestore.rules in a named database', () => {
  before(() => loadRules(PROJECT, 'campus'));
  const apps: FirebaseApp[] = [];
  after(() => Promise.all(apps.map((app) => deleteApp(app))));

  /** The database `campus` as somebody with these claims sees it; `owner` bypasses the rules. */
  function campus(
    mockUserToken: 'owner' | { user_id: string; email_verified: boolean; role?: string },
  ): Firestore {
    const app = initializeApp({ projectId: PROJECT }, `${PROJECT}-${String(apps.length)}`);
    apps.push(app);
    const firestore = getFirestore(app, 'campus');
    const [host = '', port] = (process.env['FIRESTORE_EMULATOR_HOST'] ?? '').split(':');
    const email = 'x@campus.example';
    const token = mockUserToken === 'owner' ? mockUserToken : { email, ...mockUserToken };
    connectFirestoreEmulator(firestore, host, Number(port), { mockUserToken: token });
    return firestore;
  }

  it('let members in, and nobody else, and look the mirror of a role up in the same database', async function () {
    this.timeout(30_000);
    const server = campus('owner');
    await setDoc(doc(server, 'users/fay'), { name: 'Fay', role: 'faculty' });
    await setDoc(doc(server, 'cards/bob'), { name: 'Bob' });
    const read = (firestore: Firestore, path: string) => getDocFromServer(doc(firestore, path));
    const denied = { code: 'permission-denied' };
    const bob = { user_id: 'bob', email_verified: true };
    await read(campus(bob), 'cards/bob');
    await assert.rejects(read(campus({ ...bob, email_verified: false }), 'cards/bob'), denied);
    await read(campus({ user_id: 'fay', email_verified: true, role: 'faculty' }), 'users/bob');
    await assert.rejects(read(campus({ ...bob, role: 'faculty' }), 'users/fay'), denied);
  });
});
