import assert from 'node:assert/strict';
import { MediaHarness, randomPicture } from '../../support/media.ts';

describe('handleNotification', () => {
  let harness: MediaHarness;
  before(async () => {
    harness = await MediaHarness.open();
  });
  after(() => harness.close());

  it('refuses notifications that are not signed, changed, old, or from the future', async () => {
    const { fields } = await harness.reserve();
    const body = JSON.stringify({
      notification_type: 'upload',
      public_id: fields['public_id'],
      version: 1,
      resource_type: 'image',
      type: 'authenticated',
      format: 'jpg',
      bytes: 1,
    });
    const seconds = Math.floor(Date.now() / 1000);
    const sign = (timestamp: number) => {
      const headers = harness.cloudinary.credentials.notificationHeaders(body, timestamp);
      return { timestamp: headers['x-cld-timestamp']!, signature: headers['x-cld-signature']! };
    };
    const genuine = sign(seconds);
    const attempts = [
      { body: `${body} `, ...genuine },
      { body, ...genuine, timestamp: String(seconds + 1) },
      { body, ...genuine, signature: '' },
      { body, ...genuine, signature: fields['signature']! },
      { body, ...genuine, timestamp: 'NaN' },
      { body, ...sign(seconds - 7300) },
      { body, ...sign(seconds + 3600) },
      { body: '', timestamp: '', signature: '' },
      { ...genuine, body: '', timestamp: String(seconds) },
    ];
    for (const attempt of attempts) {
      assert.equal(await harness.media.handle(attempt), 'forged', JSON.stringify(attempt));
    }
  });

  it("refuses an upload response's signature", async () => {
    const { mediaId, response } = await harness.send(await randomPicture());
    await harness.idle();
    const notification = {
      body: `public_id=showcase/${mediaId}&version=`,
      timestamp: String(response.version),
      signature: response.signature,
    };
    assert.equal(await harness.media.handle(notification), 'forged');
  });

  it('waits for moderation before a file becomes ready, and removes a rejected one', async () => {
    const moderated = await MediaHarness.open({ moderation: 'aws_rek' });
    try {
      const toReject = new Set<string>();
      moderated.cloudinary.moderate = (publicId) => (toReject.has(publicId) ? 'rejected' : 'approved');
      const file = await randomPicture();
      const approved = await moderated.send(file);
      const { mediaId, fields } = await moderated.reserve({ sizeBytes: file.length });
      toReject.add(fields['public_id']!);
      await moderated.upload(fields, file);
      await moderated.idle();
      assert.equal((await moderated.row(approved.mediaId))['status'], 'ready');
      const row = await moderated.row(mediaId);
      assert.deepEqual(
        [row['status'], row['status_reason']],
        ['rejected', 'The file was rejected by moderation.'],
      );
      assert.equal(moderated.cloudinary.files.size, 1);
      const [counted] = await moderated.database.sql`
        select count(*)::integer as uploads from usage_metrics where metric_type = 'media_bandwidth'`;
      assert.equal(counted!['uploads'], 2, 'the plan pays for both');
    } finally {
      await moderated.close();
    }
  });
});
