import assert from 'node:assert/strict';
import { expireUploads } from '../../../src/media/maintenance/expireUploads.ts';
import { MediaHarness } from '../../support/media.ts';

describe('expireUploads', () => {
  let harness: MediaHarness;
  before(async () => {
    harness = await MediaHarness.open();
  });
  after(() => harness.close());

  it('expires more uploads in one run than fit in a batch', async () => {
    const { sql } = harness.database;
    await sql`insert into users (id) values ('ada')`;
    await sql`
      insert into media_files (user_id, purpose, cloudinary_public_id, file_type, declared_format,
        declared_bytes, upload_until, created_at)
      select 'ada', 'event', 'events/never-' || number, 'image', 'jpg', 1, now() - interval '2 days',
        now() - interval '2 days'
      from generate_series(1, 501) as number`;
    const { expired } = await expireUploads(sql, harness.stores, new Date());
    assert.equal(expired, 501);
  });
});
