import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { deleteApp, initializeApp, type FirebaseApp } from 'firebase/app';
import { connectAuthEmulator, createUserWithEmailAndPassword, getAuth } from 'firebase/auth';
import { connectFunctionsEmulator, getFunctions, httpsCallable } from 'firebase/functions';
import { connect, type Sql } from '../../src/platform/postgres.ts';
import { makeMember } from '../support/accounts.ts';
import { PROJECT, setting } from '../support/environment.ts';
import { randomPicture } from '../support/media.ts';

interface Upload {
  mediaId: string;
  url: string;
  fields: Record<string, string>;
}

describe('media functions, called with the browser SDK', () => {
  let app: FirebaseApp;
  let sql: Sql;

  before(async () => {
    app = initializeApp({ projectId: PROJECT, apiKey: 'any' }, 'media');
    connectAuthEmulator(getAuth(app), `http://${setting('TEST_AUTH_HOST')}`, { disableWarnings: true });
    const [host = '', port] = setting('TEST_FUNCTIONS_HOST').split(':');
    connectFunctionsEmulator(getFunctions(app), host, Number(port));
    const email = `media-${String(Date.now())}@campus.example`;
    const { user } = await createUserWithEmailAndPassword(getAuth(app), email, 'password');
    await makeMember(user.uid);
    await user.getIdToken(true);
    sql = connect(setting('TEST_POSTGRES_URL'), { max: 1 });
  });
  after(async () => {
    await sql.end();
    await deleteApp(app);
  });

  const callFunction = async (name: string, data: unknown): Promise<unknown> =>
    (await httpsCallable(getFunctions(app), name)(data)).data;

  it('complete, back up, show, count and delete an upload', async function () {
    this.timeout(300_000);
    const file = await randomPicture();
    const declaration = {
      type: 'image',
      sizeBytes: file.length,
      contentType: 'image/jpeg',
      purpose: 'profile',
    };
    const { mediaId, url, fields } = (await callFunction('createUpload', declaration)) as Upload;
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob([new Uint8Array(file)]));
    const response = await fetch(url, { method: 'POST', body: form });
    const { version, signature } = (await response.json()) as { version: number; signature: string };
    const view = (await callFunction('completeUpload', { mediaId, version, signature })) as {
      status: string;
    };
    assert.equal(view.status, 'ready');
    for (let wait = 0; ; wait += 1) {
      const [row] = await sql`select backed_up_at from media_files where id = ${mediaId}`;
      if (row?.['backed_up_at']) break;
      assert.ok(wait < 240, 'the file was not backed up');
      await sleep(1000);
    }
    interface Located {
      files: ({ url: string } | null)[];
    }
    const { files } = (await callFunction('mediaUrl', { mediaIds: [mediaId], width: 64 })) as Located;
    const delivered = files[0]?.url ?? '';
    assert.equal((await fetch(delivered)).status, 200);
    const { user } = (await callFunction('mediaUsage', {})) as { user: { uploads: number } };
    assert.equal(user.uploads, 1);
    assert.deepEqual(await callFunction('deleteMedia', { mediaId }), { removed: true });
    assert.deepEqual(await callFunction('mediaUrl', { mediaIds: [mediaId] }), { files: [null] });
    assert.equal((await fetch(delivered)).status, 404);
  });

  it('refuse input of 20 MB and unsigned notifications', async () => {
    const large = { data: 'A'.repeat(20_000_000), purpose: 'event' };
    await assert.rejects(callFunction('uploadImage', large), { code: 'functions/invalid-argument' });
    const webhook = `http://${setting('TEST_FUNCTIONS_HOST')}/${PROJECT}/us-central1/cloudinaryWebhook`;
    const headers = { 'content-type': 'application/json', 'x-cld-timestamp': '1', 'x-cld-signature': 'x' };
    for (const body of ['{"notification_type":"upload"}', '', 'x']) {
      const { status } = await fetch(webhook, { method: 'POST', headers, body });
      assert.ok(status === 401 || status === 400, String(status));
    }
  });
});
