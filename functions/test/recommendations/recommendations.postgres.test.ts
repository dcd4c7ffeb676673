import assert from 'node:assert/strict';
import type { HttpsError } from 'firebase-functions/https';
import { rankCandidates } from '../../src/recommendations/lists/makeList.ts';
import { readStoredList } from '../../src/recommendations/lists/storedLists.ts';
import { recommendations, type Recommendations } from '../../src/recommendations/recommendations.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import { attendees, Campus, connection, hours, labelOf, NOW, user } from './campus.ts';

const SOON = '2026-03-20T18:00:00Z';

describe('recommendations', () => {
  let campus: Campus;
  beforeEach(async () => {
    campus = await Campus.open();
  });
  afterEach(() => campus.database.drop());

  const ask = (uid: string | null, data: unknown, now = NOW): Promise<Recommendations> =>
    campus.ask(recommendations, uid, data, { now });
  const ids = async (uid: string, data: unknown, now = NOW): Promise<string[]> =>
    (await ask(uid, data, now)).recommendations.map(({ id }) => id);
  const names = async (uid: string, data: unknown): Promise<string[]> =>
    (await ask(uid, data)).recommendations.map(labelOf);
  async function errorOf(answer: Promise<unknown>): Promise<HttpsError> {
    const error = await answer.then(
      () => null,
      (thrown: unknown) => thrown as HttpsError,
    );
    assert.ok(error !== null, 'expected an error');
    return error;
  }
  /** The ids of the stored list that would be used, sorted; null if there is none. */
  const stored = async (
    uid: string,
    type: 'event' | 'user' | 'skill',
    now = NOW,
  ): Promise<string[] | null> => {
    const { stored: kept } = await readStoredList({ uid, sql: campus.database.sql, now }, type);
    return kept?.entries.map(({ id }) => id).sort() ?? null;
  };
  const event = (title: string, fields: JsonObject = {}): JsonObject => ({
    title,
    startDate: SOON,
    description: 'secret',
    ...fields,
  });

  it('answers an empty list on a campus of one, and rejects callers without a profile', async () => {
    await campus.write({ 'users/ada': user('Ada'), 'users/gone': user('Gone') });
    await campus.write({ 'users/gone': null, 'showcase_posts/p': { userId: 'placeholder' } });
    for (const type of ['event', 'user', 'skill']) {
      const { missing, ...answer } = await ask('ada', { type });
      assert.deepEqual(answer, { asOf: NOW.toISOString(), recommendations: [] });
      assert.match(missing ?? '', /^There (are|is) no/);
      assert.equal((await errorOf(ask(null, { type }))).code, 'unauthenticated');
      for (const uid of ['gone', 'nobody', 'placeholder', '']) {
        assert.equal((await errorOf(ask(uid, { type }))).code, 'not-found', `${type} for ${uid}`);
      }
    }
  });

  it('shows the card of each type', async () => {
    await campus.write({
      'users/ada': user('Ada', { skills: ['Go'] }),
      'users/bob': user('Bob', { skills: ['Go', 'Rust'], role: 'alumni' }),
      'events/talk': event('Talk', { category: 'Tech' }),
      ...attendees('talk', 'bob'),
    });
    const [talk] = (await ask('ada', { type: 'event' })).recommendations;
    const [bob] = (await ask('ada', { type: 'user' })).recommendations;
    const [rust] = (await ask('ada', { type: 'skill' })).recommendations;
    for (const { score, reasonKind, modelVersion } of [talk!, bob!, rust!]) {
      assert.ok(score > 0 && score <= 1 && reasonKind !== '');
      assert.equal(modelVersion, null);
    }
    const own = { id: talk!.id, title: 'Talk', category: 'Tech', start: '2026-03-20T18:00:00.000Z' };
    assert.deepEqual(talk, { ...talk, event: { ...own, end: null, department: null, image: null } });
    const person = { id: bob!.id, name: 'Bob', role: 'alumni', department: 'Physics' };
    assert.deepEqual(bob, {
      ...bob,
      person: { ...person, photo: null, headline: 'Go, Rust', verifiedSkills: [] },
    });
    assert.equal(bob.reason, 'You both have Go in common.');
    assert.deepEqual(rust, { ...rust, skill: { id: rust!.id, name: 'Rust', category: null } });
    assert.equal(rust.reason, 'Goes with Go, which you have.');
    assert.doesNotMatch(JSON.stringify([talk, bob, rust]), /secret/);
  });

  it('expires with the list, or when the event begins', async () => {
    await campus.write({
      'users/ada': user('Ada'),
      'events/today': event('Today', { startDate: hours(3).toISOString() }),
      'events/later': event('Later', { startDate: hours(300).toISOString() }),
      'events/undated': { title: 'Undated' },
    });
    const { recommendations: list } = await ask('ada', { type: 'event' });
    assert.deepEqual(
      new Map(list.map(({ id, expiresAt }) => [id, new Date(expiresAt)])),
      new Map(
        [
          ['today', hours(3)],
          ['later', hours(26)],
        ].sort(
          (a, b) => list.findIndex(({ id }) => id === a[0]) - list.findIndex(({ id }) => id === b[0]),
        ) as [string, Date][],
      ),
    );
    const until = recommendations.definition.cache?.until?.({
      asOf: NOW.toISOString(),
      missing: null,
      recommendations: list,
    });
    assert.equal(until, hours(3).getTime());
  });

  it('never lists events that were joined, have begun or were deleted', async () => {
    await campus.write({
      'users/ada': user('Ada'),
      'events/open': event('Open'),
      'events/joined': event('Joined'),
      'events/past': event('Past', { startDate: '2026-03-01' }),
      'events/gone': event('Gone'),
      ...attendees('joined', 'ada'),
    });
    await campus.write({ 'events/gone': null });
    assert.deepEqual(await ids('ada', { type: 'event' }), ['open']);
  });

  it('never lists the caller, deleted people or people with a connection or request', async () => {
    const people = ['ada', 'friend', 'asked', 'asking', 'declined', 'gone', 'free'];
    await campus.write({
      ...Object.fromEntries(people.map((id) => [`users/${id}`, user(id, { skills: ['Go'] })])),
      'users/teacher': user('Teacher', { skills: ['Go'], role: 'faculty' }),
      ...connection('friend', 'ada'),
      ...connection('ada', 'asked', 'pending'),
      ...connection('asking', 'ada', 'pending'),
      ...connection('ada', 'declined', 'declined'),
      ...connection('friend', 'gone'),
    });
    await campus.write({ 'users/gone': null });
    assert.deepEqual(await ids('ada', { type: 'user' }), ['free']);
    const context = { uid: 'ada', sql: campus.database.sql, now: NOW };
    const ranked = await rankCandidates(context, 'user', [...people, 'teacher', 'nobody']);
    assert.deepEqual(ranked.map(({ id }) => id).sort(), ['free', 'teacher']);
  });

  it('ranks people with more mutual connections higher', async () => {
    const friends = ['f1', 'f2', 'f3'];
    await campus.write({
      'users/ada': user('Ada', { department: 'Law' }),
      ...Object.fromEntries(['one', 'three', ...friends].map((id) => [`users/${id}`, user(id)])),
      ...Object.assign({}, ...friends.map((id) => connection('ada', id))),
      ...Object.assign({}, ...friends.map((id) => connection(id, 'three'))),
      ...connection('one', 'f1'),
    });
    const { recommendations: list } = await ask('ada', { type: 'user' });
    assert.deepEqual(
      list.map(({ id, reason, reasonKind }) => [id, reason, reasonKind]),
      [
        ['three', 'You have 3 connections in common.', 'connections'],
        ['one', 'You have a connection in common.', 'connections'],
      ],
    );
  });

  it('recommends what is common in the department to a student without history', async () => {
    await campus.write({
      'users/new': user('New'),
      'users/near': user('Near', { skills: ['Optics'] }),
      'users/far': user('Far', { department: 'Law', skills: ['Contracts', 'Torts'] }),
      'users/far2': user('Far', { department: 'Law', skills: ['Contracts'] }),
    });
    assert.deepEqual((await ids('new', { type: 'user' }))[0], 'near');
    assert.deepEqual(await names('new', { type: 'skill' }), ['Optics', 'Contracts', 'Torts']);
    const [optics, contracts] = (await ask('new', { type: 'skill' })).recommendations;
    assert.deepEqual([optics!.reasonKind, contracts!.reasonKind], ['common-in-department', 'common']);
    assert.equal(optics!.reason, 'Many in Physics have it.');
  });

  it('stores lists until the student changes or they expire', async () => {
    await campus.write({
      'users/ada': user('Ada', { skills: ['Go'] }),
      'users/bob': user('Bob', { skills: ['Go', 'Rust'] }),
      'events/talk': event('Talk'),
      'events/fair': event('Fair'),
    });
    const types = ['event', 'user', 'skill'] as const;
    for (const type of types) await ask('ada', { type });
    for (const type of types)
      assert.equal(await stored('ada', type), null, 'a list may miss what was just written');
    const changes: Record<string, JsonObject>[] = [
      { 'users/ada': user('Ada', { skills: ['Go', 'SQL'] }) },
      attendees('talk', 'ada'),
      { 'showcase_posts/p': { userId: 'ada', content: 'x' } },
      connection('ada', 'bob', 'pending'),
    ];
    for (const documents of changes) {
      await campus.ageRows();
      for (const type of types) await ask('ada', { type });
      for (const type of types.slice(0, 1)) assert.ok((await stored('ada', type))!.length > 0);
      await campus.write(documents);
      for (const type of types) assert.equal(await stored('ada', type), null, Object.keys(documents)[0]);
    }
    assert.deepEqual(await ids('ada', { type: 'event' }), ['fair']);
    assert.deepEqual(await ids('ada', { type: 'user' }), []);

    await campus.ageRows();
    await ask('ada', { type: 'event' });
    assert.deepEqual(await stored('ada', 'event', hours(25)), ['fair']);
    assert.equal(await stored('ada', 'event', hours(27)), null);
    await campus.write({ 'events/new': event('New') });
    assert.equal(await stored('ada', 'event'), null, 'a new event shows at once');
    assert.deepEqual((await ids('ada', { type: 'event' })).sort(), ['fair', 'new']);
  });

  it('leaves outdated entries out of a stored list', async () => {
    const events = ['a', 'b', 'c', 'd'];
    await campus.write({
      ...Object.fromEntries(['ada', 'bob', 'eve'].map((id) => [`users/${id}`, user(id, { skills: ['Go'] })])),
      ...Object.fromEntries(events.map((id) => [`events/${id}`, event(id)])),
      'events/early': event('early', { startDate: hours(2).toISOString() }),
    });
    await campus.ageRows();
    assert.equal((await ids('ada', { type: 'event' })).length, 5);
    assert.deepEqual(await ids('ada', { type: 'user' }), ['bob', 'eve']);
    await campus.write({ 'users/bob': null });
    assert.deepEqual(await stored('ada', 'user'), ['bob', 'eve'], 'the list is still stored');
    assert.deepEqual(await ids('ada', { type: 'user' }), ['eve']);
    assert.deepEqual(await stored('ada', 'event', hours(3)), ['a', 'b', 'c', 'd', 'early']);
    assert.deepEqual((await ids('ada', { type: 'event' }, hours(3))).sort(), events);
  });

  it('replaces a stored list as a whole, even when many are made at once', async () => {
    await campus.write({
      'users/ada': user('Ada'),
      ...Object.fromEntries(Array.from({ length: 40 }, (_, k) => [`events/e${String(k)}`, event(String(k))])),
    });
    await Promise.all(Array.from({ length: 12 }, () => ask('ada', { type: 'event' })));
    await campus.write(attendees('e7', 'ada'));
    await Promise.all(Array.from({ length: 12 }, () => ask('ada', { type: 'event' })));
    const rows = await campus.database
      .sql`select target_id, read_at from recommendations where user_id = 'ada'`;
    assert.equal(rows.length, 20);
    assert.equal(new Set(rows.map((row) => String(row['read_at']))).size, 1);
    assert.ok(rows.every((row) => row['target_id'] !== 'e7'));
    assert.equal((await ids('ada', { type: 'event', limit: 50 })).length, 39);
  });

  it('answers for the caller alone', async () => {
    await campus.write({
      'users/ada': user('Ada', { skills: ['Go'] }),
      'users/bob': user('Bob', { skills: ['Go', 'Rust'] }),
    });
    await ask('ada', { type: 'skill' });
    assert.deepEqual(await names('ada', { type: 'skill' }), ['Rust']);
    assert.deepEqual(await names('bob', { type: 'skill' }), []);
    for (const extra of [{ uid: 'ada' }, { candidates: ['x'] }]) {
      assert.equal((await errorOf(ask('bob', { type: 'skill', ...extra }))).code, 'invalid-argument');
    }
    assert.equal((await errorOf(ask('bob', { type: 'skill', userId: 'ada' }))).code, 'permission-denied');
  });

  it('limits a category to a third of the list when others score close', async () => {
    await campus.write({
      'users/ada': user('Ada'),
      ...Object.fromEntries(
        Array.from({ length: 60 }, (_, k) => [
          `events/e${String(k).padStart(2, '0')}`,
          event(`Event ${String(k)}`, { category: k < 50 ? 'Tech' : `Other ${String(k % 5)}` }),
        ]),
      ),
    });
    const list = (await ask('ada', { type: 'event', limit: 9 })).recommendations;
    assert.equal(list.length, 9);
    const counts = Map.groupBy(list, (item) => 'event' in item && item.event.category)
      .values()
      .map(({ length }) => length);
    assert.ok(Math.max(...counts) <= 3, JSON.stringify(list));
  });

  it('rejects unknown input and accepts any id', async () => {
    const odd = ['quote"d', 'back\\slash', '{brace,}', 'ünïcode 🎓', "o'hara", 'NULL', '$1'];
    await campus.write({
      ...Object.fromEntries(odd.map((id) => [`users/${id}`, user(id, { skills: [id, 'Go'] })])),
      ...Object.fromEntries(odd.map((id) => [`events/${id}`, event(id)])),
      ...attendees('NULL', ...odd),
      ...connection('NULL', '$1'),
    });
    for (const uid of odd) {
      for (const type of ['event', 'user', 'skill']) {
        const first = await ids(uid, { type });
        assert.ok(first.length >= 3, `${type} for ${uid}`);
        assert.deepEqual(await ids(uid, { type }), first);
      }
    }
    const hostile: unknown[] = [
      {},
      null,
      ...['events', '', 'USER', null, 7, ['event'], { $ne: 1 }].map((type) => ({ type })),
      ...[0, 51, -1, 1.5, '10'].map((limit) => ({ type: 'event', limit })),
      { type: 'event', offset: 1 },
    ];
    for (const data of hostile) {
      assert.equal((await errorOf(ask('NULL', data))).code, 'invalid-argument', JSON.stringify(data));
    }
  });
});
