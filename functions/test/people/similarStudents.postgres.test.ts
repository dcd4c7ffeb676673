import assert from 'node:assert/strict';
import type { HttpsError } from 'firebase-functions/https';
import { refreshMatchingStatistics } from '../../src/people/matching/refreshMatchingStatistics.ts';
import {
  findSimilarStudents,
  similarStudents,
  type SimilarStudents,
} from '../../src/people/similarStudents.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { callAsPerson, withoutRedis } from '../support/dependencies.ts';
import { callContext } from '../../../scripts/lib/callContext.ts';
import { writeDocuments } from '../support/writeDocuments.ts';

const { definition } = similarStudents;
const NOW = new Date('2026-03-16T12:00:00Z');
const GOING = { status: 'going' };
const ATTENDED = { status: 'attended' };

/** An event card with nothing but a title. */
const EVENT = { start: null, end: null, department: null, category: null, image: null };

describe('similarStudents', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
  });
  afterEach(() => database.drop());

  const write = (documents: Record<string, JsonObject | null>): Promise<void> =>
    writeDocuments(database.sql, documents);

  /** Calls the function as the app does. */
  function callAs(uid: string | null, data: unknown = {}): Promise<SimilarStudents> {
    return callAsPerson(definition, { uid, data }, withoutRedis(database.sql, NOW));
  }

  async function refusal(answer: Promise<unknown>): Promise<HttpsError> {
    const refused = await answer.then(
      () => null,
      (thrown: unknown) => thrown as HttpsError,
    );
    assert.ok(refused !== null, 'the call succeeded');
    return refused;
  }

  const ids = ({ students }: SimilarStudents): string[] => students.map(({ person }) => person.id);

  /** A profile whose private fields all contain "secret". */
  function user(name: string, fields: JsonObject = {}): JsonObject {
    const secret = `secret ${name}`;
    return {
      email: `${secret}@campus.example`,
      name,
      role: 'student',
      department: 'Physics',
      studentId: secret,
      bio: secret,
      phone: secret,
      createdAt: '2026-01-01',
      ...fields,
    };
  }

  it('lists public fields, shared traits and a reason, most similar first', async () => {
    await write({
      'users/ada': user('Ada', { skills: ['Go', { name: 'SQL', level: 5 }, 'Rust'] }),
      'users/bob': user('Bob', {
        skills: ['Golang', { name: 'SQL', level: 4 }],
        role: 'alumni',
        department: 'Law',
      }),
      'users/eve': user('Eve', { skills: ['SQL'] }),
      'users/zoe': user('Zoe', { skills: ['Knitting'] }),
      'events/talk': { title: 'Talk', startDate: '2026-03-20T18:00:00Z', description: 'secret' },
      'events/fair': { title: 'Fair' },
      ...attendees('talk', { ada: GOING, bob: GOING }),
      ...attendees('fair', { ada: ATTENDED, bob: ATTENDED, eve: ATTENDED }),
      'showcase_posts/p1': { userId: 'ada', content: 'secret', skills: ['Robots'] },
      'showcase_posts/p2': { userId: 'bob', content: 'secret', skills: ['Robots'] },
    });
    await refreshMatchingStatistics(database.sql, NOW);
    const answer = await callAs('ada');
    assert.equal(answer.basis, 'similarity');
    assert.equal(answer.asOf, NOW.toISOString());
    assert.deepEqual(ids(answer), ['bob', 'eve']);
    const [bob, eve] = answer.students;
    assert.deepEqual(bob, {
      person: {
        id: 'bob',
        name: 'Bob',
        photo: null,
        role: 'alumni',
        department: 'Law',
        headline: 'SQL, Go',
        verifiedSkills: [],
      },
      score: bob!.score,
      sharedSkills: { total: 2, items: ['Go', 'SQL'] },
      sharedInterests: { total: 1, items: ['Robots'] },
      sharedEvents: {
        total: 2,
        items: [
          {
            event: { ...EVENT, id: 'talk', title: 'Talk', start: '2026-03-20T18:00:00.000Z' },
            basis: 'going',
          },
          { event: { ...EVENT, id: 'fair', title: 'Fair' }, basis: 'attended' },
        ],
      },
      reason:
        'You both have Go and SQL in common, have “Fair” in your histories, signed up for “Talk”, and post about Robots.',
    });
    assert.ok(bob.score > eve!.score && eve!.score > 0 && bob.score < 1);
    assert.equal(eve!.reason, 'You both have SQL in common and have “Fair” in your histories.');
    assert.doesNotMatch(JSON.stringify(answer), /secret/);
  });

  it('says of the events of two people whether both were checked in', async () => {
    const checkedIn = { ...ATTENDED, checkedInBy: 'host', checkedInAt: '2026-03-01T18:00:00Z' };
    await write({
      ...{ 'users/ada': user('Ada'), 'users/bob': user('Bob'), 'users/eve': user('Eve') },
      'events/talk': { title: 'Talk' },
      ...attendees('talk', { ada: checkedIn, bob: checkedIn, eve: ATTENDED }),
    });
    const { students } = await callAs('ada');
    const [bob] = students;
    assert.deepEqual(
      students.map(({ person }) => person.id),
      ['bob'],
    );
    assert.deepEqual(bob?.sharedEvents.items, [
      { event: { ...EVENT, id: 'talk', title: 'Talk' }, basis: 'checked-in' },
    ]);
    assert.equal(bob.reason, 'You both went to “Talk”.');
  });

  it('requires a signed-in user with a profile', async () => {
    await write({ 'users/ada': user('Ada'), 'users/gone': user('Gone') });
    await write({ 'users/gone': null, 'showcase_posts/p1': { userId: 'placeholder' } });
    assert.deepEqual(ids(await callAs('ada')), []);
    assert.equal((await refusal(callAs(null))).code, 'unauthenticated');
    for (const uid of ['nobody', 'gone', 'placeholder', '']) {
      const { code, message } = await refusal(callAs(uid));
      assert.deepEqual([code, message], ['not-found', 'You have no profile yet: save it first.'], uid);
    }
  });

  it('lists students, alumni and people without a role by default, or a requested role', async () => {
    const roles = ['student', 'alumni', 'faculty', 'admin', 'superuser', null];
    await write({
      'users/ada': user('Ada', { skills: ['Go'] }),
      ...Object.fromEntries(
        roles.map((role) => [`users/${String(role)}`, user('X', { role, skills: ['Go'] })]),
      ),
    });
    assert.deepEqual(ids(await callAs('ada')), ['alumni', 'null', 'student', 'superuser']);
    for (const role of ['student', 'alumni', 'faculty']) {
      assert.deepEqual(ids(await callAs('ada', { role })), [role]);
    }
    assert.equal((await refusal(callAs('ada', { role: 'admin' }))).code, 'invalid-argument');
  });

  it('filters by department, in any spelling, and limits the list', async () => {
    await write(
      Object.fromEntries(
        ['Physics', 'Law', 'Physics', 'law', 'Law', ' Law '].map((department, index) => [
          `users/u${String(index)}`,
          user(`U${String(index)}`, { department, skills: ['Go'] }),
        ]),
      ),
    );
    assert.deepEqual(ids(await callAs('u0', { department: ' Law ' })), ['u1', 'u3', 'u4', 'u5']);
    assert.deepEqual(ids(await callAs('u0', { department: 'Law', limit: 2 })), ['u1', 'u3']);
    assert.deepEqual(ids(await callAs('u0', { department: 'Law', role: 'faculty' })), []);
    assert.deepEqual(ids(await callAs('u0', { department: "'; drop table users; --" })), []);
    assert.deepEqual(ids(await callAs('u0', { limit: 1 })), ['u1']);
  });

  it('never lists the caller or deleted users', async () => {
    const people = ['ada', 'bob', 'eve'];
    await write({
      ...Object.fromEntries(people.map((id) => [`users/${id}`, user(id, { skills: ['Go'] })])),
      'events/talk': { title: 'Talk' },
      ...attendees('talk', Object.fromEntries(people.map((id) => [id, GOING]))),
    });
    await refreshMatchingStatistics(database.sql, NOW);
    assert.deepEqual(ids(await callAs('ada')), ['bob', 'eve']);
    await write({ 'users/bob': null });
    assert.deepEqual(ids(await callAs('ada')), ['eve']);
    await write({ 'users/ada': user('Ada') });
    await write({ 'events/talk/attendees/ada': null });
    assert.deepEqual(ids(await callAs('ada')), ['eve'], 'also for a caller without traits');
  });

  it('counts a shared event unless one of the two cancelled or it was deleted', async () => {
    await write({
      ...Object.fromEntries(['ada', 'bob', 'eve', 'zoe'].map((id) => [`users/${id}`, user(id)])),
      'events/soon': { title: 'Soon', startDate: '2026-04-01' },
      'events/gone': { title: 'Gone' },
      'events/dropped': { title: 'Dropped' },
      ...attendees('soon', { ada: GOING, bob: GOING, eve: { status: 'cancelled' } }),
      ...attendees('gone', { ada: ATTENDED, eve: ATTENDED }),
      ...attendees('dropped', { ada: { status: 'cancelled' }, zoe: ATTENDED }),
      // An event that has not synced yet.
      ...attendees('late', { ada: GOING, zoe: GOING }),
    });
    await write({ 'events/gone': null });
    const { students } = await callAs('ada', {});
    const [bob] = students;
    assert.equal(bob?.person.id, 'bob');
    assert.equal(bob.reason, 'You both signed up for “Soon”.');
    assert.deepEqual(
      students.flatMap(({ sharedEvents }) => sharedEvents.items.map(({ event }) => event.title)),
      ['Soon'],
    );
  });

  it('finds people who attend the same people’s events but never met the caller', async () => {
    const group = (first: number): Record<string, JsonObject> =>
      Object.fromEntries(
        Array.from({ length: 12 }, (_, person) =>
          [0, 1, 2].map((step) => [
            `events/e${String(first + ((person + step) % 12))}/attendees/u${String(first + person)}`,
            ATTENDED,
          ]),
        ).flat(),
      );
    const numbers = Array.from({ length: 24 }, (_, index) => String(index));
    await write(Object.fromEntries(numbers.map((number) => [`users/u${number}`, user(number)])));
    await write(Object.fromEntries(numbers.map((number) => [`events/e${number}`, { title: number }])));
    await write({ ...group(0), ...group(12) });
    await refreshMatchingStatistics(database.sql, NOW);
    const { students } = await callAs('u0', { limit: 11 });
    assert.deepEqual(new Set(students.map(({ person }) => Number(person.id.slice(1)) < 12)), new Set([true]));
    const strangers = students.filter(({ sharedEvents }) => sharedEvents.total === 0);
    assert.ok(strangers.length >= 4);
    for (const { reason } of strangers) assert.equal(reason, 'Your circles at events are close.');
  });

  describe('for a caller without traits', () => {
    it('lists the newest people, the caller’s department first', async () => {
      await write({
        'users/new': user('New'),
        'users/old': user('Old', { createdAt: '2020-01-01' }),
        'users/young': user('Young', { createdAt: '2026-03-01', skills: ['Go'] }),
        'users/lawyer': user('Lawyer', { department: 'Law', createdAt: '2026-03-02' }),
        'users/nowhere': user('Nowhere', { department: null, createdAt: '2026-03-03' }),
        'users/teacher': user('Teacher', { role: 'faculty' }),
      });
      const answer = await callAs('new');
      assert.equal(answer.basis, 'department');
      assert.deepEqual(ids(answer), ['young', 'old', 'nowhere', 'lawyer']);
      const [young, , nowhere] = answer.students;
      assert.deepEqual(young, {
        person: {
          id: 'young',
          name: 'Young',
          photo: null,
          role: 'student',
          department: 'Physics',
          headline: 'Go',
          verifiedSkills: [],
        },
        score: 0,
        sharedSkills: { total: 0, items: [] },
        sharedInterests: { total: 0, items: [] },
        sharedEvents: { total: 0, items: [] },
        reason: 'New in your department. Add skills or join events to find people like you.',
      });
      assert.equal(nowhere?.reason, 'New here. Add skills or join events to find people like you.');
      assert.doesNotMatch(JSON.stringify(answer), /secret/);
      assert.deepEqual(ids(await callAs('new', { department: 'Law' })), ['lawyer']);
      assert.deepEqual(ids(await callAs('new', { role: 'faculty' })), ['teacher']);
      assert.deepEqual(ids(await callAs('new', { limit: 1 })), ['young']);
      assert.deepEqual(ids(await callAs('nowhere', { limit: 1 })), ['lawyer']);
    });

    it('is empty on a campus of one', async () => {
      await write({ 'users/ada': user('Ada') });
      assert.deepEqual(await callAs('ada'), {
        basis: 'department',
        asOf: NOW.toISOString(),
        missing: 'You have no skills, posts or events yet, so these are the newest members.',
        students: [],
      });
    });
  });

  it('is empty for a caller who shares nothing with anyone, and says so', async () => {
    await write({
      'users/ada': user('Ada', { skills: ['Falconry'] }),
      'users/bob': user('Bob', { skills: ['Go'] }),
    });
    await refreshMatchingStatistics(database.sql, NOW);
    assert.deepEqual(await callAs('ada'), {
      basis: 'similarity',
      asOf: NOW.toISOString(),
      missing: 'Nobody shares a skill, a topic or an event with you yet.',
      students: [],
    });
  });

  it('rejects invalid input', async () => {
    await write({ 'users/ada': user('Ada') });
    const hostile: unknown[] = [
      ...[0, 51, -1, 1.5, '10', NaN, 1e999].map((limit) => ({ limit })),
      ...['', '  ', 'x'.repeat(300), 7, ['Law'], { $ne: 1 }, 'La\0w'].map((department) => ({
        department,
      })),
      ...['Student', '', 'admin', 3, ['student']].map((role) => ({ role })),
      { limit: 5, offset: 10 },
      { candidates: ['bob'] },
      { uid: 'bob' },
      [],
      'ada',
    ];
    for (const data of hostile) {
      assert.equal((await refusal(callAs('ada', data))).code, 'invalid-argument', JSON.stringify(data));
    }
  });

  it('takes null for left out', async () => {
    await write({
      'users/ada': user('Ada', { skills: ['Go'] }),
      'users/bob': user('Bob', { skills: ['Go'] }),
    });
    const given = { limit: null, department: null, role: null };
    assert.deepEqual(await callAs('ada', given), await callAs('ada', {}));
  });

  it('accepts any id, name and title', async () => {
    const odd = ['quote"d', 'back\\slash', '{brace,}', 'ünïcode 🎓', "o'hara", 'NULL', '%_', '$1'];
    await write({
      'users/ada"\\{},': user('Ada', { skills: ['C++', '"Quoted\\"'] }),
      ...Object.fromEntries(odd.map((id) => [`users/${id}`, user(id, { skills: ['"Quoted\\"'] })])),
      ...Object.fromEntries(odd.map((id) => [`events/${id}`, { title: id }])),
      ...Object.fromEntries(
        odd.flatMap((id) => [id, 'ada"\\{},'].map((uid) => [`events/${id}/attendees/${uid}`, GOING])),
      ),
    });
    await refreshMatchingStatistics(database.sql, NOW);
    const { students } = await callAs('ada"\\{},');
    assert.deepEqual(new Set(students.map(({ person }) => person.id)), new Set(odd));
    for (const { person, sharedEvents, sharedSkills } of students) {
      const { id, name } = person;
      assert.equal(name, id);
      assert.deepEqual(sharedEvents.items, [{ event: { ...EVENT, id, title: id }, basis: 'going' }]);
      assert.deepEqual(sharedSkills.items, ['"Quoted\\"']);
    }
    const context = { uid: 'ada"\\{},', sql: database.sql, now: NOW };
    const filter = { departmentKey: null, role: null, candidates: ['NULL', '{brace,}', 'nobody'] };
    assert.deepEqual(ids(await findSimilarStudents(context, filter, 10)).sort(), ['NULL', '{brace,}']);
  });

  it('ranks only the named candidates, including those who share nothing', async () => {
    await write({
      'users/ada': user('Ada', { skills: ['Go', 'SQL'] }),
      'users/bob': user('Bob', { skills: ['Go'], role: 'faculty' }),
      'users/eve': user('Eve', { skills: ['Go', 'SQL'] }),
      'users/zoe': user('Zoe'),
    });
    const rankedAmong = async (candidates: string[], uid = 'ada'): Promise<string[]> =>
      ids(
        await findSimilarStudents(
          { uid, sql: database.sql, now: NOW },
          { departmentKey: null, role: null, candidates },
          10,
        ),
      );
    assert.deepEqual(await rankedAmong(['zoe', 'bob', 'ada', 'nobody', 'bob']), ['bob', 'zoe']);
    assert.deepEqual(
      await rankedAmong(['bob', 'zoe', 'ada'], 'zoe'),
      ['ada', 'bob'],
      'a caller without traits',
    );
    assert.deepEqual(await rankedAmong([]), []);
  });

  it('counts traits on request before the first refresh, without storing them', async () => {
    await write({
      'users/ada': user('Ada', { skills: ['Go', 'SQL'] }),
      'users/bob': user('Bob', { skills: ['Go'] }),
      'users/eve': user('Eve', { skills: ['Go', 'SQL'] }),
      'users/zoe': user('Zoe'),
      'events/talk': { title: 'Talk' },
      ...attendees('talk', { ada: GOING, zoe: GOING }),
    });
    const before = await callAs('ada');
    assert.deepEqual([before.basis, before.asOf], ['similarity', NOW.toISOString()]);
    assert.match(before.missing ?? '', /added overnight/);
    assert.deepEqual(ids(before).toSorted(), ['bob', 'eve', 'zoe']);
    assert.ok(ids(before).indexOf('eve') < ids(before).indexOf('bob'));
    assert.equal((await database.sql`select from matching_refresh`).length, 0);

    await refreshMatchingStatistics(database.sql, NOW);
    const after = await callAs('ada');
    assert.deepEqual([after.asOf, after.missing], [NOW.toISOString(), null]);
    assert.deepEqual(ids(after), ids(before));
  });

  it('tags the answer with the caller and all people and events in it', async () => {
    await write({
      'users/ada': user('Ada', { skills: ['Go'] }),
      'users/bob': user('Bob', { skills: ['Go'] }),
      'events/talk': { title: 'Talk' },
      ...attendees('talk', { ada: GOING, bob: GOING }),
    });
    const context = callContext(database.sql, 'ada', { now: NOW });
    const answer = await definition.handle(context, { limit: 10 });
    const tags = await definition.cache?.tags(answer, context, { limit: 10 });
    assert.deepEqual([...new Set(tags)].sort(), ['event:talk', 'person:ada', 'person:bob']);
  });
});

function attendees(event: string, people: Record<string, JsonObject>): Record<string, JsonObject> {
  return Object.fromEntries(
    Object.entries(people).map(([id, data]) => [`events/${event}/attendees/${id}`, data]),
  );
}
