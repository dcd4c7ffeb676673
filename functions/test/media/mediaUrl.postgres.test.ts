import assert from 'node:assert/strict';
import { getMediaUrl } from '../../src/media/mediaUrl.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { change } from '../support/changes.ts';
import { MediaHarness } from '../support/media.ts';

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
    assert.match(
      url,
      /\/image\/authenticated\/s--[\w-]{8}--\/w_100,h_50,c_fill,f_auto,q_auto\/v\d+\/profiles\//,
    );
    const image = await harness.fetchImage(url);
    assert.deepEqual([image.width, image.height], [100, 50]);
    assert.equal((await fetch(url.replace(/s--.{8}--\//, ''))).status, 401, 'unsigned');
    assert.equal((await fetch(url.replace('w_100', 'w_101'))).status, 401, 'changed');
    await writer.apply([change('users/ada', 2_000_000, null)]);
    await assert.rejects(urlFor('eve'), { code: 'not-found' });
  });

  it('returns URLs of renditions; the original needs a signature', async () => {
    const mediaId = await harness.sendReady();
    const { url } = await getMediaUrl(harness.context('eve'), harness.stores, { mediaId });
    assert.equal((await fetch(url)).status, 200);
    assert.equal((await fetch(url.replace('f_auto,q_auto/', ''))).status, 401);
  });
});
