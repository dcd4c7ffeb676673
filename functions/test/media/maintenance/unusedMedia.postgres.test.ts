import assert from 'node:assert/strict';
import { cleanUp } from '../../../src/media/cleanUpMedia.ts';
import { removeUnusedMedia } from '../../../src/media/maintenance/unusedMedia.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { change } from '../../support/changes.ts';
import { MediaHarness, minutesFromNow } from '../../support/media.ts';

const DAY_MINUTES = 24 * 60;

describe('unused media', () => {
  let harness: MediaHarness;
  before(async () => {
    harness = await MediaHarness.open();
  });
  after(() => harness.close());
  beforeEach(() => {
    harness.reset();
  });

  async function sendFileOfAge(days: number): Promise<string> {
    const mediaId = await harness.sendReady();
    await harness.age(mediaId, days * DAY_MINUTES);
    return mediaId;
  }

  it('are removed after 30 days without a reference, if removal is enabled', async () => {
    const cleanUpAfter = (minutes: number, removeUnused: boolean) =>
      cleanUp(harness.database.sql, harness.stores, { now: minutesFromNow(minutes), removeUnused });
    const [used, unused, formerlyUsed] = [
      await sendFileOfAge(40),
      await sendFileOfAge(40),
      await sendFileOfAge(40),
    ];
    const writer = new Writer(harness.database.sql, allCollections);
    const post = (version: number, mediaIds: string[]) =>
      change('showcase_posts/p', version, { userId: 'ada', mediaIds });
    await writer.apply([post(1_000_000, [used, formerlyUsed])]);
    await writer.apply([post(2_000_000, [used])]);
    await cleanUpAfter(0, false);
    assert.ok(harness.isInCloudinary(unused), 'removal is disabled');
    await cleanUpAfter(0, true);
    assert.equal(harness.isInCloudinary(unused), false);
    assert.ok(harness.isInCloudinary(used));
    assert.ok(harness.isInCloudinary(formerlyUsed), 'its reference was removed just now');
    await cleanUpAfter(31 * DAY_MINUTES, true);
    assert.equal(harness.isInCloudinary(formerlyUsed), false);
  });

  it('are kept when a document that cannot be applied refers to them', async () => {
    const mediaId = await sendFileOfAge(40);
    const writer = new Writer(harness.database.sql, allCollections);
    await writer.apply([change('showcase_posts/refused', 1_000_000, { mediaIds: [mediaId] })]);
    await removeUnusedMedia(harness.database.sql, harness.stores, new Date());
    assert.ok(harness.isInCloudinary(mediaId));
    await writer.apply([change('showcase_posts/refused', 2_000_000, null)]);
    await removeUnusedMedia(harness.database.sql, harness.stores, new Date());
    assert.equal(harness.isInCloudinary(mediaId), false);
  });

  it('are kept when a document is linking them at the same time', async () => {
    const mediaId = await sendFileOfAge(40);
    const { sql, direct } = harness.database;
    let removal: Promise<unknown> = Promise.resolve();
    await direct.begin(async (tx) => {
      await tx`select from media_files where id = ${mediaId} for share`;
      await tx`insert into media_usage (media_id, used_in_type, used_in_id) values (${mediaId}, 'event', 'e')`;
      removal = removeUnusedMedia(sql, harness.stores, new Date());
      await harness.database.untilBlocked();
    });
    await removal;
    assert.equal((await harness.row(mediaId))['status'], 'ready');
    assert.ok(harness.isInCloudinary(mediaId));
  });

  it('are removed up to the limit', async () => {
    const mediaIds = [await sendFileOfAge(50), await sendFileOfAge(50)];
    const { removed } = await removeUnusedMedia(harness.database.sql, harness.stores, new Date(), 1);
    assert.equal(removed, 1);
    assert.equal(mediaIds.filter((id) => harness.isInCloudinary(id)).length, 1);
  });
});
