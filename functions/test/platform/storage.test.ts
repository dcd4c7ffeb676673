import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { cert, deleteApp, initializeApp, type App } from 'firebase-admin/app';
import { getStorage } from 'firebase-admin/storage';
import { downloadUrl } from '../../src/platform/storage.ts';

describe('the URL of a download', () => {
  let app: App;
  before(() => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const account = { projectId: 'demo-signer', clientEmail: 'exports@demo.example', privateKey: key };
    app = initializeApp({ credential: cert(account), projectId: 'demo-signer' }, 'signer');
  });
  after(() => deleteApp(app));

  it('is signed as V4 by the service account, until the time given, and names the file', async () => {
    const endsAt = new Date(Date.now() + 23 * 3_600_000);
    const bucket = getStorage(app).bucket('backups');
    const signed = await downloadUrl(bucket, { name: 'exports/ada/1.zip', endsAt, fileName: 'my-data.zip' });
    const url = new URL(signed);
    assert.equal(`${url.host}${url.pathname}`, 'storage.googleapis.com/backups/exports/ada/1.zip');
    const parameters = Object.fromEntries(url.searchParams);
    assert.equal(parameters['X-Goog-Algorithm'], 'GOOG4-RSA-SHA256');
    assert.match(parameters['X-Goog-Credential'] ?? '', /^exports@demo\.example\//);
    assert.ok(Math.abs(Number(parameters['X-Goog-Expires']) - 23 * 3600) <= 2);
    assert.equal(parameters['response-content-disposition'], 'attachment; filename="my-data.zip"');
    assert.match(parameters['X-Goog-Signature'] ?? '', /^[0-9a-f]{512}$/);
  });
});
