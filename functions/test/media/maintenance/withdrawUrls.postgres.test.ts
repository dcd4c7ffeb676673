import assert from 'node:assert/strict';
import { verifyStores } from '../../../../scripts/media/verifyStores.ts';
import { deleteOwnedMedia } from '../../../src/media/deleteMedia.ts';
import { mediaAlerts } from '../../../src/media/maintenance/mediaAlerts.ts';
import { recoverLostMedia } from '../../../src/media/maintenance/recoverLostMedia.ts';
import { withdrawUrls } from '../../../src/media/maintenance/withdrawUrls.ts';
import { mediaTag } from '../../../src/platform/cache.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { change } from '../../support/changes.ts';
import { MediaHarness, minutesFromNow } from '../../support/media.ts';

const DAY_MINUTES = 24 * 60;
const NOW = new Date();

describe('withdrawUrls', () => {
  let harness: MediaHarness;
  let version = 0;
  before(async () => {
    harness = await MediaHarness.open();
  });
  after(() => harness.close());
  beforeEach(() => {
    harness.reset();
  });

  const write = (path: string, fields: Parameters<typeof change>[2]) =>
    new Writer(harness.database.sql, allCollections).apply([change(path, (version += 1_000_000), fields)]);
  const withdraw = (now = NOW) => withdrawUrls(harness.database.sql, harness.stores, now);
  const urlFor = async (mediaId: string, uid: string, now = NOW) =>
    (await harness.deliver(mediaId, uid, now)).url;
  const statusOf = async (url: string) => (await fetch(url)).status;

  async function sendFileOfAge(minutes: number, purpose: 'showcase_post' | 'profile' = 'showcase_post') {
    const mediaId = await harness.sendReady({ purpose });
    await harness.backUpRequested();
    await harness.age(mediaId, minutes);
    return mediaId;
  }

  /** Makes the last change of a file's documents look older. */
  const ageLinks = (mediaId: string, minutes: number) => harness.database.sql`
    update media_files set unused_since = unused_since - make_interval(mins => ${minutes}),
      withdrawn_at = withdrawn_at - make_interval(mins => ${minutes})
    where id = ${mediaId}`;

  it('keeps the URLs of files that a document shows, and of new ones for a day', async () => {
    const shown = await sendFileOfAge(5 * DAY_MINUTES);
    const fresh = await sendFileOfAge(60);
    await write('showcase_posts/p', { userId: 'ada', mediaIds: [shown] });
    const urls = [await urlFor(shown, 'eve'), await urlFor(fresh, 'eve')];
    await withdraw();
    for (const url of urls) assert.equal(await statusOf(url), 200);
    await assert.rejects(urlFor(fresh, 'eve', minutesFromNow(DAY_MINUTES)), { code: 'not-found' });
  });

  it('ends those of a file that nothing has shown for a day, for others but not for its owner', async () => {
    const mediaId = await sendFileOfAge(DAY_MINUTES + 10);
    const kept = await urlFor(mediaId, 'ada');
    await assert.rejects(urlFor(mediaId, 'eve'), { code: 'not-found' }, 'even before the night');
    assert.equal((await withdraw()).withdrawn, 1);
    assert.ok((await statusOf(kept)) >= 400);
    assert.equal(await statusOf(await urlFor(mediaId, 'ada')), 200);
    await assert.rejects(urlFor(mediaId, 'eve'), { code: 'not-found' });
    assert.equal((await withdraw()).withdrawn, 0, 'once');
    assert.equal(await harness.backUp(mediaId), 'already copied');
    await harness.database.sql`update media_files set updated_at = now() - interval '1 minute'`;
    const { sql } = harness.database;
    const bucket = (await harness.stores.bucket())!;
    const stores = await verifyStores(sql, harness.stores, bucket, { repair: false, removeUnknown: false });
    assert.deepEqual(
      stores.filter(({ publicId }) => publicId.includes(mediaId)),
      [],
      'both stores still match',
    );
  });

  it('delivers a file again that is shown again, under other URLs, each time', async () => {
    const mediaId = await sendFileOfAge(DAY_MINUTES + 10);
    const ended: string[] = [];
    for (const round of [1, 2]) {
      ended.push(await urlFor(mediaId, 'ada'));
      assert.equal((await withdraw()).withdrawn, 1, String(round));
      await write('showcase_posts/again', { userId: 'ada', mediaIds: [mediaId] });
      const url = await urlFor(mediaId, 'eve');
      assert.equal(await statusOf(url), 200);
      for (const former of ended) assert.ok((await statusOf(former)) >= 400, 'URLs of before stay ended');
      ended.push(url);
      await write('showcase_posts/again', { userId: 'ada' });
      await ageLinks(mediaId, DAY_MINUTES + 10);
    }
  });

  it('ends those of profile pictures whose owner hides, in the same night, and again', async () => {
    await withdraw(new Date());
    const mediaId = await sendFileOfAge(2 * DAY_MINUTES, 'profile');
    const profile = (isVisible: boolean) =>
      write('users/ada', {
        email: 'ada@campus.example',
        name: 'Ada',
        mediaIds: [mediaId],
        visibility: { search: isVisible },
      });
    for (const round of [1, 2]) {
      await profile(true);
      const url = await urlFor(mediaId, 'eve');
      assert.equal(await statusOf(url), 200);
      await profile(false);
      assert.equal((await withdraw(new Date())).withdrawn, 1, String(round));
      assert.ok((await statusOf(url)) >= 400);
      assert.equal((await withdraw(new Date())).withdrawn, 0, 'once');
    }
  });

  it('has the card written of somebody whose picture gets other URLs, who may show themselves meanwhile', async () => {
    const { requestedCards, touchedTags } = harness.media;
    const mediaId = await sendFileOfAge(2 * DAY_MINUTES, 'profile');
    await sendFileOfAge(2 * DAY_MINUTES);
    requestedCards.length = touchedTags.length = 0;
    await withdraw(new Date());
    assert.deepEqual(requestedCards, ['ada'], 'of pictures of profiles alone');
    assert.ok(touchedTags.includes(mediaTag(mediaId)));
  });

  it('completes what was cut off, wherever', async () => {
    const mediaId = await sendFileOfAge(DAY_MINUTES + 10);
    const kept = await urlFor(mediaId, 'ada');
    harness.cloudinary.isDown = true;
    assert.equal((await withdraw()).failed, 1);
    harness.cloudinary.isDown = false;
    assert.equal(await statusOf(kept), 200, 'not renamed yet');
    // Renamed, but the run ended before it was recorded.
    const row = await harness.row(mediaId);
    const former = String(row['former_public_id']);
    const publicId = String(row['cloudinary_public_id']);
    assert.ok(await harness.stores.cloudinary.rename({ publicId: former, fileType: 'image' }, publicId));
    assert.equal((await recoverLostMedia(harness.database.sql, harness.stores, NOW)).withdrawn, 1);
    assert.equal((await harness.row(mediaId))['former_public_id'], null);
    assert.equal(await statusOf(await urlFor(mediaId, 'ada')), 200);
    assert.ok((await statusOf(kept)) >= 400);
  });

  it('raises an alert when URLs that should have ended still work after six hours', async () => {
    const { sql } = harness.database;
    const alerts = async (hours: number) => {
      const raised = await mediaAlerts(sql, harness.stores, minutesFromNow(hours * 60));
      return raised.filter(({ name }) => name === 'media-behind').map(({ text }) => text);
    };
    await sendFileOfAge(DAY_MINUTES + 10);
    harness.cloudinary.isDown = true;
    await withdraw();
    harness.cloudinary.isDown = false;
    assert.deepEqual(await alerts(5), []);
    assert.match((await alerts(7))[0]!, /1 withdrawals of media/);
    await recoverLostMedia(sql, harness.stores, NOW);
    assert.deepEqual(await alerts(7), []);
  });

  it('leaves nothing of a file that is deleted while it is being renamed', async () => {
    const mediaId = await sendFileOfAge(2 * DAY_MINUTES);
    harness.cloudinary.isDown = true;
    await withdraw();
    harness.cloudinary.isDown = false;
    await deleteOwnedMedia(harness.context(), harness.stores, mediaId);
    assert.equal(harness.isInCloudinary(mediaId), false);
    assert.equal(harness.isInBucket(mediaId), false);
  });
});
