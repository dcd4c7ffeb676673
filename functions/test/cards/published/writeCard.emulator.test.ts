import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudFunction } from 'firebase-functions';
import type { DocumentReference, DocumentSnapshot } from 'firebase-admin/firestore';
import { Random } from '../../../../scripts/campus/random.ts';
import { publishCard } from '../../../src/cards/publishCard.ts';
import { publishHeadline } from '../../../src/cards/publishHeadline.ts';
import { toCurrentPosition } from '../../../src/cards/published/position.ts';
import { toVisibleProfile } from '../../../src/cards/published/profile.ts';
import { toPublishedCard } from '../../../src/cards/published/publishedCard.ts';
import { writeCard, type CardOutcome } from '../../../src/cards/published/writeCard.ts';
import { encodeMap } from '../../../src/platform/documents/encoding.ts';
import { firestore as openFirestore, type Firestore } from '../../../src/platform/firestore.ts';
import { seed } from '../../support/history.ts';
import { emptyFirestore } from '../../support/firestore.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';

const NOW = new Date('2026-11-30T12:00:00Z');
const noDatabase = (): never => assert.fail('Postgres was asked for somebody without pictures');

const readCard = async (firestore: Firestore, uid: string): Promise<object | null> => {
  const card = await firestore.collection('cards').doc(uid).get();
  return card.exists ? encodeMap(card.data() ?? {}) : null;
};

/** The card that the documents there are now should have. */
async function expectedCard(firestore: Firestore, uid: string, now: Date): Promise<object | null> {
  const user = firestore.collection('users').doc(uid);
  const profile = toVisibleProfile((await user.get()).data());
  if (profile === null) return null;
  const { docs } = await user.collection('positions').get();
  const positions = docs.flatMap((one) => toCurrentPosition(one.id, one.data(), now) ?? []);
  return toPublishedCard(profile, positions, null);
}

describe('a published card', () => {
  let firestore: Firestore;
  let databaseId: string;
  beforeEach(() => {
    ({ firestore, databaseId } = emptyFirestore());
    process.env['FIRESTORE_DATABASE'] = databaseId;
  });
  afterEach(async () => {
    delete process.env['FIRESTORE_DATABASE'];
    await firestore.terminate();
  });

  const write = (uid: string): Promise<CardOutcome> =>
    writeCard({ firestore, sql: noDatabase, now: NOW }, uid);

  it('is written, left alone while nothing on it changes, and deleted when the person hides or is gone', async () => {
    const ada = firestore.doc('users/ada');
    assert.equal(await write('ada'), 'unchanged');
    await ada.set({ name: 'Ada', role: 'student', skills: [{ name: 'Go', level: 3 }] });
    assert.equal(await write('ada'), 'written');
    await ada.update({ lastSeen: NOW });
    assert.equal(await write('ada'), 'unchanged');
    await ada
      .collection('positions')
      .add({ title: 'Engineer', organisation: 'Acme', startDate: '2026-01-01' });
    assert.equal(await write('ada'), 'written');
    assert.deepEqual(await readCard(firestore, 'ada'), {
      name: 'Ada',
      photo: null,
      role: 'student',
      department: null,
      bio: null,
      skills: [{ name: 'Go', level: 3, verified: null }],
      headline: 'Engineer at Acme',
    });
    await ada.update({ 'visibility.search': false });
    assert.equal(await write('ada'), 'deleted');
    await ada.update({ 'visibility.search': true });
    assert.equal(await write('ada'), 'written');
    await ada.delete();
    assert.equal(await write('ada'), 'deleted');
    assert.equal(await readCard(firestore, 'ada'), null);
  });

  it('has the picture that the person lists, once it is ready and while it is theirs', async () => {
    const database: TestDatabase = await migratedDatabase();
    try {
      const { sql } = database;
      const [own, foreign] = [randomUUID(), randomUUID()];
      await sql`insert into users (id) values ('ada'), ('bob')`;
      for (const [id, owner] of [
        [own, 'ada'],
        [foreign, 'bob'],
      ] as const)
        await sql`
          insert into media_files (id, user_id, purpose, cloudinary_public_id, thumbnail_url, file_type,
            declared_format, declared_bytes, upload_until)
          values (${id}, ${owner}, 'profile', ${id}, ${`https://media.example/${owner}.jpg`}, 'image', 'jpg', 1, now())`;
      await firestore.doc('users/ada').set({ name: 'Ada', mediaIds: [foreign, own] });
      const photo = async (): Promise<unknown> => {
        await writeCard({ firestore, sql: () => sql, now: NOW }, 'ada');
        return (await firestore.doc('cards/ada').get()).get('photo');
      };
      assert.equal(await photo(), null);
      await sql`
        update media_files set status = 'ready', ready_at = now(), cloudinary_version = 1, cloudinary_url = 'x',
          file_format = 'jpg', file_size_bytes = 1`;
      assert.equal(await photo(), 'https://media.example/ada.jpg');
      await sql`update media_files set status = 'deleted', thumbnail_url = null where user_id = 'ada'`;
      assert.equal(await photo(), null);
    } finally {
      await database.drop();
    }
  });

  it('is the same in whatever order, how often and how many at a time its events arrive', async () => {
    const ada = firestore.doc('users/ada');
    const position = ada.collection('positions').doc('p');
    const events: (() => Promise<void>)[] = [];
    const edit = async (reference: DocumentReference, apply: () => Promise<unknown>): Promise<void> => {
      const before = await reference.get();
      await apply();
      events.push(eventOf(before, await reference.get()));
    };
    await edit(ada, () => ada.set({ name: 'Ada', visibility: { search: false } }));
    await edit(ada, () => ada.set({ name: 'Ada 2', skills: ['Go'] }));
    await edit(position, () => position.set({ title: 'Engineer' }));
    await edit(ada, () => ada.delete());
    await edit(ada, () => ada.set({ name: 'Ada 3', bio: 'x' }));
    await edit(position, () => position.set({ title: 'Director' }));
    const expected = await expectedCard(firestore, 'ada', NOW);
    const random = new Random(seed());
    for (let round = 0; round < 2; round += 1) {
      const twice = random.sample([...events, ...events], 2 * events.length);
      await Promise.all(twice.map((deliver) => deliver()));
      assert.deepEqual(await readCard(firestore, 'ada'), expected);
      // The next round starts from a wrong card.
      await firestore.doc('cards/ada').set({ name: 'Old' });
    }
  });

  function eventOf(before: DocumentSnapshot, after: DocumentSnapshot): () => Promise<void> {
    const [, uid = '', , positionId = ''] = after.ref.path.split('/');
    const trigger = (positionId === '' ? publishCard : publishHeadline) as CloudFunction<never>;
    const event = { id: '1', data: { before, after }, params: { uid, positionId }, database: databaseId };
    return () => Promise.resolve(trigger.run(event as never));
  }

  it('costs nothing when what changed is not on it', async () => {
    await firestore.doc('cards/ada').set({ name: 'Old' });
    const ada = firestore.doc('users/ada');
    await ada.set({ name: 'Ada', email: 'ada@campus.example' });
    const before = await ada.get();
    await ada.update({ lastSeen: NOW, visibility: { matching: false } });
    await eventOf(before, await ada.get())();
    const past = ada.collection('positions').doc('past');
    const missing = await past.get();
    await past.set({ title: 'Intern', endDate: '2020-01-01' });
    await eventOf(missing, await past.get())();
    assert.deepEqual(await readCard(firestore, 'ada'), { name: 'Old' });
  });
});

describe('the deployed triggers of cards', () => {
  it('follow several people who edit at random, one document from several writers', async function () {
    this.timeout(120_000);
    emptyFirestore();
    const firestore = openFirestore('(default)');
    const people = Array.from({ length: 3 }, () => `card-${randomUUID()}`);
    const random = new Random(seed());
    const pick = <T>(items: readonly T[]): T => random.pick(items);
    const editOnce = async (): Promise<unknown> => {
      const user = firestore.collection('users').doc(pick(people));
      const position = user.collection('positions').doc(pick(['a', 'b']));
      return pick([
        () => user.set({ name: `Ada ${String(random.unit())}`, skills: [pick(['Go', 'SQL'])] }),
        () => user.set({ bio: `b ${String(random.unit())}`, name: 'Bob' }, { merge: true }),
        () => user.set({ name: 'Eve', visibility: { search: pick([true, false]) } }, { merge: true }),
        () => user.delete(),
        () =>
          position.set({ title: `Engineer ${String(random.unit())}`, startDate: pick([2020, 2021, 2100]) }),
        () => position.delete(),
      ])();
    };
    const writer = async (): Promise<void> => {
      for (let edit = 0; edit < 10; edit += 1) {
        await editOnce();
        await sleep(random.unit() * 50);
      }
    };
    await Promise.all(Array.from({ length: 5 }, writer));
    for (const uid of people) {
      const expected = await expectedCard(firestore, uid, new Date());
      const deadline = Date.now() + 60_000;
      while (!isDeepStrictEqual(await readCard(firestore, uid), expected)) {
        if (Date.now() > deadline) assert.deepEqual(await readCard(firestore, uid), expected);
        await sleep(250);
      }
    }
    await sleep(2000);
    for (const uid of people) {
      assert.deepEqual(await readCard(firestore, uid), await expectedCard(firestore, uid, new Date()));
    }
  });
});
