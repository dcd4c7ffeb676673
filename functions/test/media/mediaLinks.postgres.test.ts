import assert from 'node:assert/strict';
import { deleteOwnedMedia } from '../../src/media/deleteMedia.ts';
import { allCollections, collections } from '../../src/sync/collections/index.ts';
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
      change('users/ada', 1_000_000, { email: 'x@campus.example', name: 'X', mediaIds: mediaId }),
      change('events/list', 1_000_000, { title: 'X', createdBy: 'ada', mediaIds: [mediaId] }),
      change('events/none', 1_000_000, { title: 'X', createdBy: 'ada', mediaIds: { a: 1 } }),
    ]);
    assert.deepEqual(await links(), ['event list', 'profile ada', 'showcase_post mixed']);
    await writer.apply([
      change('events/list', 2_000_000, { title: 'X', createdBy: 'ada' }),
      change('showcase_posts/mixed', 2_000_000, null),
    ]);
    assert.deepEqual(await links(), ['profile ada']);
    await deleteOwnedMedia(harness.context(), harness.stores, mediaId);
    assert.deepEqual(await links(), []);
    await writer.apply([
      change('events/list', 3_000_000, { title: 'X', createdBy: 'ada', mediaIds: [mediaId] }),
    ]);
    assert.deepEqual(await links(), [], 'deleted files are not linked');
  });

  it("links nobody's files but the owner's of the document, in whatever order things arrive", async () => {
    const { sql } = harness.database;
    const mediaId = await harness.sendReady();
    const writer = new Writer(sql, allCollections);
    const links = async () => {
      const rows = await sql`select used_in_id from media_usage where media_id = ${mediaId} order by 1`;
      return rows.map((row) => String(row['used_in_id']));
    };
    const mediaIds = [mediaId];
    await writer.apply([
      change('showcase_posts/theft', 1_000_000, { userId: 'eve', mediaIds }),
      change('users/eve', 1_000_000, { email: 'x@campus.example', name: 'X', mediaIds }),
      change('events/theft', 1_000_000, { title: 'X', createdBy: 'eve', mediaIds }),
      change('events/nobody', 1_000_000, { title: 'X', mediaIds }),
      change('events/hers', 1_000_000, { title: 'X', createdBy: 'ada', mediaIds }),
    ]);
    assert.deepEqual(await links(), ['hers']);
    await writer.apply([
      change('events/hers', 2_000_000, { title: 'X', createdBy: 'eve', mediaIds }),
      change('events/nobody', 2_000_000, { title: 'X', createdBy: 'ada', mediaIds }),
    ]);
    assert.deepEqual(await links(), ['nobody'], 'an event that changed hands');
  });

  it('are compared by the consistency check, which finds the file that arrived after its document', async () => {
    const { sql } = harness.database;
    const mediaId = crypto.randomUUID();
    const document = (userId: string) => ({ userId, skills: [], mediaIds: [mediaId] });
    const { childRows } = collections.showcasePosts;
    const differing = () =>
      childRows!.findDiffering(sql, [
        { key: ['early'], fields: document('ada') },
        { key: ['foreign'], fields: document('eve') },
      ]);
    await new Writer(sql, allCollections).apply([
      change('showcase_posts/early', 1_000_000, document('ada')),
      change('showcase_posts/foreign', 1_000_000, document('eve')),
    ]);
    assert.deepEqual(await differing(), []);
    await sql`
      insert into media_files (id, user_id, purpose, cloudinary_public_id, file_type, declared_format, declared_bytes,
        upload_until)
      values (${mediaId}, 'ada', 'showcase_post', ${mediaId}, 'image', 'jpg', 1, now())`;
    assert.deepEqual(await differing(), [['early']]);
    await sql.begin((tx) => childRows!.write(tx, [{ key: ['early'], fields: document('ada') }]));
    assert.deepEqual(await differing(), []);
    await sql`insert into media_usage (media_id, used_in_type, used_in_id) values (${mediaId}, 'showcase_post', 'foreign')`;
    assert.deepEqual(await differing(), [['foreign']], "a link to another person's file");
  });
});
