import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { deleteApp, initializeApp, type FirebaseApp } from 'firebase/app';
import { connectAuthEmulator, createUserWithEmailAndPassword, getAuth, signOut } from 'firebase/auth';
import { connectFirestoreEmulator, getFirestore } from 'firebase/firestore';
import { makeMember } from '../../../functions/test/support/accounts.ts';
import { PROJECT, setting } from '../../../functions/test/support/environment.ts';
import { createTalentClient, type TalentClient } from '../src/client.ts';
import { BadInput, NoConnection, NotAMember, NotFound, NotSignedIn } from '../src/errors.ts';
import { ensureProfile } from '../src/profile.ts';
import { uploadMedia } from '../src/upload/uploadMedia.ts';
import { cutConnection } from './cutConnection.ts';

const VIDEO_BYTES = 20_000_000;
/** When the connection is cut: in the first chunk, and in the second or third. */
const CUTS = [3_000_000, 9_000_000];

describe('the TypeScript client, against the emulators', () => {
  let app: FirebaseApp;
  let talent: TalentClient;
  let uid: string;

  before(async () => {
    app = initializeApp({ projectId: PROJECT, apiKey: 'any' }, 'client');
    connectAuthEmulator(getAuth(app), `http://${setting('TEST_AUTH_HOST')}`, { disableWarnings: true });
    const [firestoreHost, firestorePort] = hostOf(setting('FIRESTORE_EMULATOR_HOST'));
    connectFirestoreEmulator(getFirestore(app), firestoreHost, firestorePort);
    const [host, port] = hostOf(setting('TEST_FUNCTIONS_HOST'));
    talent = createTalentClient(app, { emulator: { host, port } });
    const email = `client-${String(Date.now())}@campus.example`;
    uid = (await createUserWithEmailAndPassword(getAuth(app), email, 'password')).user.uid;
  });
  after(() => deleteApp(app));

  it('gives somebody a profile once their address is verified, and leads them to their first answer', async function () {
    this.timeout(300_000);
    await assert.rejects(ensureProfile(app, { name: 'Ada' }), NotAMember);
    await assert.rejects(talent.similarStudents(), NotAMember);
    await makeMember(uid);
    await assert.rejects(ensureProfile(app), BadInput);
    assert.equal(await ensureProfile(app, { name: 'Ada', department: 'Mathematics' }), true);
    assert.equal(await ensureProfile(app, { name: 'Somebody else' }), false);
    for (let wait = 0; ; wait += 1) {
      const answer = await talent.similarStudents({ limit: 3 }).catch((error: unknown) => error);
      if (!(answer instanceof NotFound)) {
        assert.ok(!(answer instanceof Error), String(answer));
        break;
      }
      assert.ok(wait < 240, 'the profile did not arrive');
      await sleep(1000);
    }
  });

  it('says which field is wrong', async () => {
    const error = await talent.similarStudents({ limit: 99 }).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof BadInput);
    assert.deepEqual(
      error.fields.map(({ field, code }) => [field, code]),
      [['limit', 'too-large']],
    );
  });

  it('uploads a video of 20 MB although the connection is cut twice', async function () {
    this.timeout(300_000);
    const [host, port] = hostOf(await uploadHost(talent));
    const connection = await cutConnection(host, port, CUTS);
    const progress: number[] = [];
    try {
      const media = await uploadMedia(
        {
          ...talent,
          async createUpload(input, options) {
            const upload = await talent.createUpload(input, options);
            return { ...upload, url: upload.url.replace(`${host}:${String(port)}`, connection.address) };
          },
        },
        video(),
        { purpose: 'event', onProgress: ({ sentBytes }) => progress.push(sentBytes) },
      );
      assert.equal(media.status, 'ready');
      assert.equal(media.sizeBytes, VIDEO_BYTES);
      assert.equal(connection.cutsLeft(), 0);
      assert.equal(progress.at(-1), VIDEO_BYTES);
    } finally {
      await connection.close();
    }
  });

  it('says when nobody is signed in, and when there is no connection', async function () {
    this.timeout(60_000);
    await signOut(getAuth(app));
    await assert.rejects(talent.similarStudents(), NotSignedIn);
    const offline = initializeApp({ projectId: PROJECT, apiKey: 'any' }, 'offline');
    // Nothing listens on the port of `discard`.
    const unreached = createTalentClient(offline, { emulator: { host: '127.0.0.1', port: 9 } });
    await assert.rejects(unreached.similarStudents(), NoConnection);
    await deleteApp(offline);
  });
});

function hostOf(address: string): [string, number] {
  const { hostname, port } = new URL(`http://${address}`);
  return [hostname, Number(port)];
}

/** Where uploads go. */
async function uploadHost({ createUpload }: TalentClient): Promise<string> {
  const smallest = { type: 'image', sizeBytes: 1, contentType: 'image/png', purpose: 'event' } as const;
  return new URL((await createUpload(smallest)).url).host;
}

/** What the stand-in of Cloudinary takes for a video. */
function video(): Blob {
  const bytes = new Uint8Array(VIDEO_BYTES);
  bytes.set(new TextEncoder().encode('\0\0\0\x18ftypmp42'));
  return new Blob([bytes], { type: 'video/mp4' });
}
