import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { deleteApp as deleteAdmin, initializeApp as initializeAdmin, type App } from 'firebase-admin/app';
import { getFirestore, type Firestore } from 'firebase-admin/firestore';
import { deleteApp, initializeApp, type FirebaseApp } from 'firebase/app';
import { connectAuthEmulator, createUserWithEmailAndPassword, getAuth, signOut } from 'firebase/auth';
import {
  connectFunctionsEmulator,
  getFunctions,
  httpsCallable,
  type FunctionsError,
} from 'firebase/functions';
import type { SimilarStudents } from '../../src/people/similarStudents.ts';
import { answerKey, countAndLookUp, personTag, storeAnswer } from '../../src/platform/cache.ts';
import { OptionalRedis } from '../../src/platform/redis.ts';
import { makeMember } from '../support/accounts.ts';
import { PROJECT, setting } from '../support/environment.ts';

const USER = { email: 'x@campus.example', name: 'X' };

describe('the deployed callables, through the browser SDK', () => {
  let admin: App;
  let firestore: Firestore;
  let app: FirebaseApp;
  let redis: OptionalRedis;
  let token: string;

  before(() => {
    setting('FIRESTORE_EMULATOR_HOST');
    admin = initializeAdmin({ projectId: PROJECT }, 'callables');
    firestore = getFirestore(admin);
    redis = new OptionalRedis(setting('TEST_REDIS_URL'), setting('TEST_REDIS_TOKEN'));
    app = initializeApp({ projectId: PROJECT, apiKey: 'any' });
    connectAuthEmulator(getAuth(app), `http://${setting('TEST_AUTH_HOST')}`, { disableWarnings: true });
    const [host = '', port] = setting('TEST_FUNCTIONS_HOST').split(':');
    connectFunctionsEmulator(getFunctions(app), host, Number(port));
  });
  after(async () => {
    await deleteApp(app);
    await deleteAdmin(admin);
  });

  const call = async (name: string, data?: unknown): Promise<unknown> =>
    (await httpsCallable(getFunctions(app), name)(data)).data;

  async function signIn(role: string): Promise<void> {
    const email = `${role}-${String(Date.now())}@campus.example`;
    const { user } = await createUserWithEmailAndPassword(getAuth(app), email, 'password');
    await makeMember(user.uid, { role });
    await firestore.doc(`users/${user.uid}`).set({ ...USER, role });
    token = await user.getIdToken(true);
  }

  async function refusal(attempt: Promise<unknown>): Promise<FunctionsError> {
    try {
      await attempt;
    } catch (thrown) {
      const error = thrown as FunctionsError;
      assert.doesNotMatch(
        JSON.stringify([error.message, error.details]),
        /postgres|select |redis|firestore|\.ts|\.js|node_modules|127\.0\.0\.1/i,
        'the error reveals something internal',
      );
      return error;
    }
    throw new Error('the call was answered');
  }

  it('refuse a caller who is not signed in', async () => {
    for (const name of ['syncStatus', 'manageDeadLetters']) {
      assert.equal((await refusal(call(name))).code, 'functions/unauthenticated');
    }
  });

  it('refuse a student, with any input', async () => {
    await signIn('student');
    for (const data of [undefined, {}, { action: 'list' }, { role: 'admin' }, 'x'.repeat(1_000_000)]) {
      const error = await refusal(call('manageDeadLetters', data));
      assert.equal(error.code, 'functions/permission-denied');
      assert.match(error.message, /^Only administrators /);
    }
    await signOut(getAuth(app));
  });

  it('find similar students, and show only their cards', async function () {
    this.timeout(300_000);
    await signIn('student');
    const uid = getAuth(app).currentUser?.uid ?? '';
    const skills = ['ReactJS', 'Underwater basket weaving'];
    const secret = { email: 'secret@campus.example', studentId: '4711', bio: 'private' };
    const alike = `alike-${uid}`;
    await firestore.doc(`users/${uid}`).set({ ...USER, role: 'student', skills });
    await firestore.doc(`users/${alike}`).set({
      ...secret,
      name: 'Alike',
      role: 'student',
      skills: ['React.js', 'underwater  basket weaving'],
    });
    let limit = 4;
    const ask = async (): Promise<SimilarStudents> =>
      (await call('similarStudents', { limit })) as SimilarStudents;
    // A new input each time: an answer from before the other student arrived would stay cached for an hour.
    const askAnew = (): Promise<SimilarStudents> => {
      limit += 1;
      return ask();
    };
    const shares = ({ person, sharedSkills }: SimilarStudents['students'][number]): boolean =>
      person.id === alike && sharedSkills.total === skills.length;
    const answer = await eventually(askAnew, ({ students }) => students.some(shares));
    const found = answer.students.find(({ person }) => person.id === alike);
    // An unknown skill keeps the spelling that came first.
    const shared = found?.sharedSkills.items.map((name) => name.toLowerCase()).sort();
    assert.deepEqual(shared, ['react', 'underwater basket weaving']);
    assert.match(found?.reason ?? '', /in common/);
    assert.doesNotMatch(JSON.stringify(answer), /secret|4711|private|@/);

    await firestore.doc(`users/${alike}`).delete();
    await eventually(ask, ({ students }) => !students.some(({ person }) => person.id === alike));
    for (const data of [{ limit: 0 }, { user: alike }, { role: 'admin' }]) {
      assert.equal((await refusal(call('similarStudents', data))).code, 'functions/invalid-argument');
    }
    await signOut(getAuth(app));
    assert.equal((await refusal(call('similarStudents'))).code, 'functions/unauthenticated');
  });

  it('answer an administrator, and name the invalid fields of bad input', async () => {
    await signIn('admin');
    assert.equal(((await call('syncStatus')) as { reconciled: boolean }).reconciled, true);
    const error = await refusal(call('manageDeadLetters', { action: 'list', limit: 'secret', after: -1 }));
    assert.equal(error.code, 'functions/invalid-argument');
    assert.deepEqual(
      (error.details as { fields: { field: string }[] }).fields.map(({ field }) => field),
      ['after', 'limit'],
    );
    assert.doesNotMatch(error.message, /secret/);
  });

  it('refuse hostile input', async () => {
    const post = async (body: string): Promise<{ status: number; text: string }> => {
      const url = `http://${setting('TEST_FUNCTIONS_HOST')}/${PROJECT}/us-central1/syncStatus`;
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const response = await fetch(url, { method: 'POST', headers, body });
      return { status: response.status, text: await response.text() };
    };
    const hostile = {
      large: JSON.stringify({ data: { text: 'x'.repeat(1_000_000) } }),
      nested: `{"data":${'['.repeat(1000)}${']'.repeat(1000)}}`,
      polluting: '{"data":{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}}',
    };
    for (const [kind, body] of Object.entries(hostile)) {
      const { status, text } = await post(body);
      assert.equal(status, 400, kind);
      assert.match(text, /INVALID_ARGUMENT/, kind);
      assert.ok(text.length < 1000, kind);
    }
    // firebase-functions refuses these before the suite sees them.
    const elsewhere = { unending: `{"data":${'['.repeat(500_000)}`, broken: '{"data":', none: '' };
    for (const [kind, body] of Object.entries(elsewhere)) {
      const { status, text } = await post(body);
      assert.ok(status >= 400 && status < 500, `${kind}: ${String(status)} ${text.slice(0, 200)}`);
    }
    // firebase-functions (7.4.0) overflows the stack when it reads this one, and reveals nothing.
    const bottomless = await post(`{"data":${'['.repeat(50_000)}${']'.repeat(50_000)}}`);
    assert.equal(bottomless.text, '{"error":{"message":"INTERNAL","status":"INTERNAL"}}');
    assert.deepEqual((await post('{"data":null}')).status, 200, 'and the next call is answered');
  });

  it('count the calls of each user in Redis', async () => {
    const uid = getAuth(app).currentUser?.uid ?? '';
    const limit = { calls: 2, seconds: 60 };
    const counted = await countAndLookUp(redis, { callable: 'syncStatus', uid, limit, key: null });
    assert.equal(counted?.kind, 'refused', 'it has called more than twice already');
  });

  it('drop cached answers when the pipeline applies a change of a person in them', async () => {
    const limit = { calls: 10_000, seconds: 60 };
    const read = async (key: string) => {
      const reading = await countAndLookUp(redis, { callable: 'test', uid: 'eve', limit, key });
      assert.ok(reading !== undefined && reading.kind !== 'refused');
      return reading;
    };
    const store = async (who: string): Promise<string> => {
      const key = answerKey('test', 'eve', who);
      const reading = await read(key);
      assert.ok(reading.kind === 'miss');
      await storeAnswer(redis, key, {
        clock: reading.clock,
        tags: [personTag(who)],
        answer: who,
        seconds: 60,
      });
      return key;
    };
    const [vanishing, staying] = [await store('vanishing'), await store('staying')];
    await firestore.doc('showcase_posts/of-vanishing').set({ userId: 'vanishing', content: 'x' });
    for (let wait = 0; (await read(vanishing)).kind === 'hit'; wait += 1) {
      assert.ok(wait < 600, 'not within a minute');
      await sleep(100);
    }
    assert.equal((await read(staying)).kind, 'hit');
  });
});

/**
 * Retries until the answer is as expected, also while users have not arrived in Postgres: the emulator delivers
 * messages one by one, and those of other tests may come first.
 */
async function eventually<Answer>(
  ask: () => Promise<Answer>,
  expected: (answer: Answer) => boolean,
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await ask();
      if (expected(answer)) return answer;
    } catch (error) {
      if ((error as FunctionsError).code !== 'functions/not-found') throw error;
    }
    if (attempt === 45) throw new Error('the expected answer never came');
    await sleep(2000);
  }
}
