import assert from 'node:assert/strict';
import { MediaWorld, picture } from '../support/media.ts';

describe('an upload', () => {
  let world: MediaWorld;
  before(async () => {
    world = await MediaWorld.open();
  });
  after(() => world.close());

  it('becomes ready with the notification', async () => {
    const { mediaId } = await world.send(await picture());
    await world.standIn.settled();
    const row = await world.row(mediaId);
    assert.equal(row['status'], 'ready');
    await world.backUpAll();
    console.log(await world.row(mediaId), world.heard);
  });
});
