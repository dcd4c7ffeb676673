import assert from 'node:assert/strict';
import { deleteOwnedMedia } from '../../src/media/deleteMedia.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { change } from '../support/changes.ts';
import { MediaHarness } from '../support/media.ts';

describe('mediaLinks', () => {
  let harness: MediaHarness;
  before(async () => {
    harness = await MediaHarness.open();
  });
  after(() => harness.close());

  it('links files to the documents that reference them, and ignores everything else in `mediaIds`', async () => {
    const mediaId = await harness.sendReady();
    const writer = new Writer(harness.database.sql, allCollections);
    const mixed = [
      mediaId,
      mediaId.toUpperCase(),
      'x',
      7,
      null,
      { $reference: `media/${mediaId}` },
      crypto.randomUUID(),
    ];
    const links = async () => {
      const rows = await harness.database.sql`
        select used_in_type, used_in_id from media_usage where media_id = ${mediaId} order by 1, 2`;
      return rows.map((row) => `${String(row['used_in_type'])} ${String(row['used_in_id'])}`);
    };
    await writer.apply([
      change('showcase_posts/mixed', 1_000_000, { userId: 'ada', mediaIds: mixed }),
      change('users/single', 1_000_000, { email: 'x@campus.example', name: 'X', mediaIds: mediaId }),
      change('events/list', 1_000_000, { title: 'X', mediaIds: [mediaId] }),
      change('events/none', 1_000_000, { title: 'X', mediaIds: { a: 1 } }),
    ]);
    assert.deepEqual(await links(), ['event list', 'profile single', 'showcase_post mixed']);
    await writer.apply([
      change('events/list', 2_000_000, { title: 'X' }),
      change('showcase_posts/mixed', 2_000_000, null),
    ]);
    assert.deepEqual(await links(), ['profile single']);
    await deleteOwnedMedia(harness.context(), harness.stores, mediaId);
    assert.deepEqual(await links(), []);
    await writer.apply([change('events/list', 3_000_000, { title: 'X', mediaIds: [mediaId] })]);
    assert.deepEqual(await links(), [], 'deleted files are not linked');
  });
});
