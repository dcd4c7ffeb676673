import assert from 'node:assert/strict';
import type { Timestamp } from 'firebase-admin/firestore';
import type { Firestore } from '../../src/platform/firestore.ts';
import { announceChanges } from '../../src/recommendations/announceLists.ts';
import { refreshLists } from '../../src/recommendations/refresh/refreshLists.ts';
import { emptyFirestore } from '../support/firestore.ts';
import { Campus, hours, NOW, user } from './campus.ts';

describe('announceLists', function () {
  this.timeout(30_000);
  let campus: Campus;
  let firestore: Firestore;
  beforeEach(async () => {
    campus = await Campus.open();
    ({ firestore } = emptyFirestore());
    await campus.write({
      'users/ada': user('Ada', { skills: ['Go'] }),
      'users/bo': user('Bo', { skills: ['Go', 'SQL'] }),
      'users/silent': user('Silent', { skills: ['Go'] }),
      'events/next': { title: 'Next', startDate: '2026-04-10' },
      'showcase_posts/a': { userId: 'ada', content: 'x', createdAt: '2026-03-15' },
      'showcase_posts/b': { userId: 'bo', content: 'x', createdAt: '2026-03-15' },
    });
    await campus.ageRows();
    await refresh(NOW);
  });
  afterEach(() => campus.database.drop());

  const refresh = (now: Date) => refreshLists(campus.database.sql, now, () => true);
  const announce = (now: Date) => announceChanges(campus.database.sql, firestore, now);
  const signalOf = async (uid: string): Promise<Record<string, Date> | null> => {
    const signal = await firestore.doc(`users/${uid}/signals/answers`).get();
    const times = signal.get('recommendations') as Record<string, Timestamp> | undefined;
    if (times === undefined) return null;
    return Object.fromEntries(Object.entries(times).map(([list, time]) => [list, time.toDate()]));
  };

  it('tells active people of their lists, and nobody else', async () => {
    assert.equal(await announce(NOW), 2);
    assert.deepEqual((await signalOf('ada'))?.['event'], NOW);
    assert.equal(await signalOf('silent'), null);
  });

  it('says nothing of lists that have not changed', async () => {
    await announce(NOW);
    await refresh(hours(24));
    assert.equal(await announce(hours(24)), 0);
    assert.deepEqual((await signalOf('ada'))?.['event'], NOW);
  });

  it('says which list has changed', async () => {
    await announce(NOW);
    await campus.write({ 'users/cy': user('Cy', { skills: ['Go'] }) });
    await campus.ageRows();
    await refresh(hours(24));
    assert.equal(await announce(hours(24)), 2);
    const signal = await signalOf('ada');
    assert.deepEqual(signal?.['user'], hours(24));
    assert.deepEqual(signal['event'], NOW);
  });

  it('tells again whom it may not have told', async () => {
    const failing = {
      bulkWriter: () => firestore.bulkWriter(),
      doc: () => {
        throw new Error('unreachable');
      },
    } as unknown as Firestore;
    await assert.rejects(announceChanges(campus.database.sql, failing, NOW), /unreachable/);
    assert.equal(await announce(hours(1)), 2);
  });
});
