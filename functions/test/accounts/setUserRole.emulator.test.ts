import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { deleteApp, initializeApp, type FirebaseApp } from 'firebase/app';
import {
  connectAuthEmulator,
  createUserWithEmailAndPassword,
  getAuth,
  signInWithEmailAndPassword,
} from 'firebase/auth';
import {
  connectFunctionsEmulator,
  getFunctions,
  httpsCallable,
  type FunctionsError,
} from 'firebase/functions';
import { initialize } from '../../src/platform/app.ts';
import { firestore as openFirestore, type Firestore } from '../../src/platform/firestore.ts';
import type { Role } from '../../src/platform/identity/caller.ts';
import { emulatedAccounts, makeMember } from '../support/accounts.ts';
import { PROJECT, setting } from '../support/environment.ts';

/** Somebody with an app of their own, who has signed in. */
interface SignedIn {
  uid: string;
  email: string;
  app: FirebaseApp;
  /** The token that they got then. */
  token: string;
}

describe('setUserRole, through the client SDK', () => {
  let firestore: Firestore;
  let people: SignedIn[];
  before(() => {
    setting('FIRESTORE_EMULATOR_HOST');
    initialize(PROJECT);
    firestore = openFirestore('(default)');
  });
  beforeEach(() => {
    people = [];
  });
  afterEach(async () => {
    await Promise.all(people.map(({ app }) => deleteApp(app)));
    await firestore.doc('system/administrators').delete();
  });

  async function signIn(role: Role, departments: string[] = []): Promise<SignedIn> {
    const app = initializeApp({ projectId: PROJECT, apiKey: 'any' }, randomUUID());
    connectAuthEmulator(getAuth(app), `http://${setting('TEST_AUTH_HOST')}`, { disableWarnings: true });
    const [host = '', port] = setting('TEST_FUNCTIONS_HOST').split(':');
    connectFunctionsEmulator(getFunctions(app), host, Number(port));
    const email = `${randomUUID()}@campus.example`;
    const { user } = await createUserWithEmailAndPassword(getAuth(app), email, 'password');
    await makeMember(user.uid, { role, ...(departments.length > 0 && { departments }) });
    await firestore.doc(`users/${user.uid}`).set({ name: 'X', role });
    const person = { uid: user.uid, email, app, token: await user.getIdToken(true) };
    people.push(person);
    return person;
  }

  async function administrators(count: number): Promise<SignedIn[]> {
    const signedIn = await Promise.all(Array.from({ length: count }, () => signIn('admin')));
    await firestore.doc('system/administrators').set({ uids: signedIn.map(({ uid }) => uid) });
    return signedIn;
  }

  const call = async ({ app }: SignedIn, name: string, data?: unknown): Promise<unknown> =>
    (await httpsCallable(getFunctions(app), name)(data)).data;

  const setRole = (by: SignedIn, userId: string, role: Role, departments?: string[]): Promise<unknown> =>
    call(by, 'setUserRole', { userId, role, ...(departments && { departments }) });

  async function codeOf(attempt: Promise<unknown>): Promise<string> {
    return attempt.then(
      () => 'answered',
      (error: unknown) => (error as FunctionsError).code.replace('functions/', ''),
    );
  }

  /** What a call for staff answers to a token that the SDK would have renewed; there need not be a report. */
  async function callWith(token: string): Promise<'admitted' | number> {
    const { status } = await fetch(
      `http://${setting('TEST_FUNCTIONS_HOST')}/${PROJECT}/us-central1/platformReport`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ data: {} }),
      },
    );
    return [401, 403].includes(status) ? status : 'admitted';
  }

  /** The HTTP status of reading somebody's document with a token, through the rules. */
  async function statusOfReading(uid: string, token: string): Promise<number> {
    const { status } = await fetch(
      `http://${setting('FIRESTORE_EMULATOR_HOST')}/v1/projects/${PROJECT}/databases/(default)/documents/users/${uid}`,
      { headers: { authorization: `Bearer ${token}` } },
    );
    return status;
  }

  const roleIn = async (uid: string): Promise<unknown> =>
    (await firestore.doc(`users/${uid}`).get()).get('role');

  it('makes somebody faculty of departments, from their next token on', async () => {
    const [admin] = await administrators(1);
    const student = await signIn('student');
    const answer = await setRole(admin!, student.uid, 'faculty', ['computer science', 'Law', 'LAW']);
    const departments = ['Computer Science', 'Law'];
    assert.deepEqual(answer, { userId: student.uid, role: 'faculty', departments });
    assert.equal(await roleIn(student.uid), 'faculty');
    assert.equal(await statusOfReading(admin!.uid, student.token), 403, 'the first token has no claim');
    assert.equal(await callWith(student.token), 403);

    const renewed = await getAuth(student.app).currentUser!.getIdTokenResult(true);
    assert.deepEqual([renewed.claims['role'], renewed.claims['departments']], ['faculty', departments]);
    assert.equal(await statusOfReading(admin!.uid, renewed.token), 200);
    assert.equal(await callWith(renewed.token), 'admitted');
  });

  it('takes rights away at once, from the very token that has them', async () => {
    const [admin] = await administrators(1);
    const faculty = await signIn('faculty', ['Law']);
    assert.equal(await callWith(faculty.token), 'admitted');
    assert.equal(await statusOfReading(admin!.uid, faculty.token), 200);

    await setRole(admin!, faculty.uid, 'student');
    assert.equal(await callWith(faculty.token), 401);
    assert.equal(await statusOfReading(admin!.uid, faculty.token), 403);
    assert.equal(await roleIn(faculty.uid), 'student');

    const { user } = await signInWithEmailAndPassword(getAuth(faculty.app), faculty.email, 'password');
    const { claims, token } = await user.getIdTokenResult();
    assert.deepEqual([claims['role'], claims['departments']], ['student', undefined]);
    assert.equal(await callWith(token), 403);
    assert.equal(await statusOfReading(admin!.uid, token), 403);
    assert.equal(await statusOfReading(faculty.uid, token), 200, 'their own');
  });

  it('refuses calls of an administrator who was disabled or deleted since', async () => {
    const [first, second, third] = await administrators(3);
    await emulatedAccounts().updateUser(second!.uid, { disabled: true });
    await emulatedAccounts().deleteUser(third!.uid);
    for (const gone of [second!, third!])
      assert.equal(await codeOf(setRole(gone, first!.uid, 'student')), 'unauthenticated');
    assert.equal(await codeOf(setRole(first!, first!.uid, 'student')), 'failed-precondition');
  });

  it('is refused to everybody else', async () => {
    for (const role of ['student', 'alumni', 'faculty'] as const) {
      const person = await signIn(role);
      assert.equal(await codeOf(setRole(person, person.uid, 'admin')), 'permission-denied', role);
      assert.equal(await roleIn(person.uid), role);
    }
  });

  it('refuses departments for people who look after none, and ids that nobody has', async () => {
    const [admin] = await administrators(1);
    const { uid } = await signIn('student');
    assert.equal(await codeOf(setRole(admin!, uid, 'alumni', ['Law'])), 'invalid-argument');
    assert.equal(await codeOf(setRole(admin!, randomUUID(), 'faculty')), 'not-found');
  });

  it('leaves one of two administrators who demote each other at the same time', async () => {
    const [one, other] = await administrators(2);
    const codes = await Promise.all([
      codeOf(setRole(one!, other!.uid, 'student')),
      codeOf(setRole(other!, one!.uid, 'student')),
    ]);
    assert.equal(codes.filter((code) => code === 'answered').length, 1, codes.join());
    const roles = await Promise.all([one!, other!].map(({ uid }) => roleIn(uid)));
    assert.deepEqual(roles.sort(), ['admin', 'student']);
  });
});
