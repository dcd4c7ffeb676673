import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeLeftAttendees } from '../../src/events/removeAttendees.ts';
import { initialize } from '../../src/platform/app.ts';
import { firestore as openFirestore, type Firestore } from '../../src/platform/firestore.ts';
import { PROJECT, setting } from '../support/environment.ts';
import { emptyFirestore } from '../support/firestore.ts';

async function answer(firestore: Firestore, event: string, ...uids: string[]): Promise<void> {
  const writer = firestore.bulkWriter();
  for (const uid of uids)
    void writer.set(firestore.doc(`events/${event}/attendees/${uid}`), { status: 'going', uid });
  await writer.close();
}

async function attendees(firestore: Firestore, event: string): Promise<string[]> {
  return (await firestore.collection(`events/${event}/attendees`).listDocuments()).map(({ id }) => id);
}

describe('the attendees of a deleted event', () => {
  it('are deleted by the deployed trigger, and those of other events are not', async () => {
    setting('FIRESTORE_EMULATOR_HOST');
    initialize(PROJECT);
    const firestore = openFirestore('(default)');
    const [deleted, other] = [randomUUID(), randomUUID()];
    for (const event of [deleted, other]) {
      await firestore.doc(`events/${event}`).set({ title: 'Hackathon', createdBy: 'olga' });
      await answer(firestore, event, 'ada', 'bob');
    }
    await firestore.doc(`events/${deleted}`).delete();
    for (let wait = 0; (await attendees(firestore, deleted)).length > 0; wait += 1) {
      assert.ok(wait < 600, 'not within a minute');
      await sleep(100);
    }
    assert.deepEqual(await attendees(firestore, other), ['ada', 'bob']);
  });

  describe('in a database of its own', () => {
    let firestore: Firestore;
    beforeEach(() => {
      ({ firestore } = emptyFirestore());
    });
    afterEach(() => firestore.terminate());

    it('are deleted, however many there are', async () => {
      await answer(firestore, 'fair', ...Array.from({ length: 1001 }, (_, index) => `p${String(index)}`));
      assert.equal(await removeLeftAttendees(firestore, 'fair'), 1001);
      assert.deepEqual(await attendees(firestore, 'fair'), []);
      assert.equal(await removeLeftAttendees(firestore, 'fair'), 0);
    });

    it('are deleted under a new event of the same id if they were checked in at the old one', async () => {
      const known = { status: 'attended', checkedInBy: 'olga', checkedInAt: new Date(0) };
      await firestore.doc('events/fair/attendees/ada').set(known);
      await firestore.doc('events/fair').set({ title: 'Another', createdBy: 'eve' });
      await firestore.doc('events/fair/attendees/ada').update({ rating: 5 });
      await firestore.doc('events/fair/attendees/bob').set({ ...known, checkedInAt: new Date() });
      assert.equal(await removeLeftAttendees(firestore, 'fair'), 1);
      assert.deepEqual(await attendees(firestore, 'fair'), ['bob']);
    });

    it('are deleted under a new event of the same id, except those who have answered to that one', async () => {
      await answer(firestore, 'fair', 'ada', 'bob');
      await firestore.doc('events/fair').set({ title: 'Another', createdBy: 'eve' });
      await firestore.doc('events/fair/attendees/bob').update({ rating: 5 });
      await answer(firestore, 'fair', 'cy');
      assert.equal(await removeLeftAttendees(firestore, 'fair'), 1);
      assert.deepEqual(await attendees(firestore, 'fair'), ['bob', 'cy']);
    });
  });
});
