import assert from 'node:assert/strict';
import { getMediaUrl } from '../../src/media/mediaUrl.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { change } from '../support/changes.ts';
import { MediaHarness, randomPicture } from '../support/media.ts';

describe('mediaUrl', () => {
  let harness: MediaHarness;
  before(async () => {
    harness = await MediaHarness.open();
  });
  after(() => harness.close());

  it("returns profile images to others only while the owner's profile references them, with signed URLs", async () => {
    const mediaId = await harness.sendReady({ purpose: 'profile' });
    const urlFor = (uid: string) =>
      getMediaUrl(harness.context(uid), harness.stores, { mediaId, width: 100, height: 50 });
    await assert.rejects(urlFor('eve'), { code: 'not-found' });
    const writer = new Writer(harness.database.sql, allCollections);
    const user = (id: string, version: number, mediaIds: string[]) =>
      change(`users/${id}`, version, { email: 'x@campus.example', name: 'X', mediaIds });
    await writer.apply([user('eve', 1_000_000, [mediaId])]);
    await assert.rejects(
      urlFor('eve'),
      { code: 'not-found' },
      "a reference in one's own profile is not enough",
    );
    await writer.apply([user('ada', 1_000_000, [mediaId])]);
    const { url } = await urlFor('eve');
    assert.match(url, /\/image\/authenticated\/s--[\w-]{8}--\/w_400,.*\/v\d+\/profiles\//);
    await writer.apply([change('users/ada', 2_000_000, null)]);
    await assert.rejects(urlFor('eve'), { code: 'not-found' });
  });

  it('returns the smallest rendition that is as large as wanted, with the size that it has', async () => {
    const { mediaId } = await harness.send(await randomPicture(3000, 1500));
    await harness.idle();
    const wanted: [{ width?: number; height?: number }, string, number, number][] = [
      [{}, 'full', 1920, 960],
      [{ width: 64 }, 'thumbnail', 400, 300],
      [{ width: 400, height: 301 }, 'medium', 800, 600],
      [{ height: 700 }, 'full', 1920, 960],
      [{ width: 1920, height: 1920 }, 'full', 1920, 960],
    ];
    for (const [size, rendition, width, height] of wanted) {
      const answer = await getMediaUrl(harness.context('eve'), harness.stores, { mediaId, ...size });
      assert.deepEqual([answer.rendition, answer.width, answer.height], [rendition, width, height]);
      const image = await harness.fetchImage(answer.url);
      assert.deepEqual([image.width, image.height], [width, height]);
    }
  });
});
