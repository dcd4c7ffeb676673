import assert from 'node:assert/strict';
import { readEventCards, readPersonCards } from '../../../src/cards/index.ts';
import { completeMediaUpload } from '../../../src/media/completeUpload.ts';
import { deleteOwnedMedia } from '../../../src/media/deleteMedia.ts';
import { eventTag, mediaTag, personTag } from '../../../src/platform/cache.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { change } from '../../support/changes.ts';
import { MediaHarness, randomPicture } from '../../support/media.ts';

describe('cached answers', () => {
  let harness: MediaHarness;
  before(async () => {
    harness = await MediaHarness.open();
    harness.deliverNotifications(0);
  });
  after(() => harness.close());

  const cards = {
    profile: {
      document: (mediaIds: string[]) =>
        change('users/ada', 1, { email: 'x@campus.example', name: 'Ada', mediaIds }),
      tag: personTag('ada'),
      width: 400,
      shows: async () =>
        (await readPersonCards(harness.database.sql, new Date(), ['ada'], 'search')).get('ada')?.photo,
    },
    event: {
      document: (mediaIds: string[]) =>
        change('events/talk', 1, { title: 'Talk', createdBy: 'ada', mediaIds }),
      tag: eventTag('talk'),
      width: 800,
      shows: async () => (await readEventCards(harness.database.sql, ['talk'])).get('talk')?.image,
    },
  };
  for (const purpose of ['profile', 'event'] as const) {
    it(`with a card of purpose ${purpose} are invalidated, and a person's card requested, when its picture is ready, and when it is deleted`, async () => {
      const { document, tag, width, shows } = cards[purpose];
      const { touchedTags, requestedCards } = harness.media;
      const requests = purpose === 'profile' ? ['ada'] : [];
      const file = await randomPicture();
      const { mediaId, response } = await harness.send(file, { purpose });
      await new Writer(harness.database.sql, allCollections).apply([document([mediaId])]);
      assert.equal(await shows(), null);

      touchedTags.length = requestedCards.length = 0;
      await completeMediaUpload(harness.context(), harness.stores, {
        mediaId,
        version: response.version,
        signature: response.signature,
      });
      assert.deepEqual(touchedTags, [mediaTag(mediaId), tag]);
      assert.deepEqual(requestedCards, requests);
      assert.equal((await harness.fetchImage((await shows())!)).width, width);

      touchedTags.length = requestedCards.length = 0;
      await deleteOwnedMedia(harness.context(), harness.stores, mediaId);
      assert.deepEqual(touchedTags, [mediaTag(mediaId), tag]);
      assert.deepEqual(requestedCards, requests);
      assert.equal(await shows(), null);
    });
  }
});
