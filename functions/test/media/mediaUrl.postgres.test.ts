import assert from 'node:assert/strict';
import { getMediaUrls, mediaUrl } from '../../src/media/mediaUrl.ts';
import { interceptStatements } from '../../src/platform/interceptStatements.ts';
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
    const urlFor = (uid: string) => harness.deliver(mediaId, uid, new Date(), { width: 100, height: 50 });
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
      const answer = await harness.deliver(mediaId, 'eve', new Date(), size);
      assert.deepEqual([answer.rendition, answer.width, answer.height], [rendition, width, height]);
      const image = await harness.fetchImage(answer.url);
      assert.deepEqual([image.width, image.height], [width, height]);
    }
  });

  it('answers for 50 files in their order with one statement, and null for those that may not be seen', async () => {
    const [post, hidden] = [await harness.sendReady(), await harness.sendReady({ purpose: 'profile' })];
    const unknown = '00000000-0000-4000-8000-000000000000';
    let statements = 0;
    const sql = interceptStatements(harness.database.sql, (statement, send) => {
      statements += 1;
      send(statement);
    });
    const mediaIds = [hidden, post.toUpperCase(), unknown, ...Array.from({ length: 47 }, () => post)];
    const { files } = await getMediaUrls({ ...harness.context('eve'), sql }, harness.stores, { mediaIds });
    assert.deepEqual(
      files.map((file) => file?.mediaId ?? null),
      [null, post, null, ...Array.from({ length: 47 }, () => post)],
    );
    assert.equal(statements, 1);
  });

  it('is cached only while every file may be seen, since nothing says when one may be', () => {
    const until = mediaUrl.definition.cache!.until!;
    assert.equal(until({ files: [null] }), 0);
    assert.equal(until({ files: [] }), Infinity);
  });
});
