import assert from 'node:assert/strict';
import { refreshAggregates } from '../../src/insights/aggregation/refreshAggregates.ts';
import { eventAttendees, type EventAttendees } from '../../src/insights/eventAttendees.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { callAsPerson, withoutRedis } from '../support/dependencies.ts';
import { writeDocuments } from '../support/writeDocuments.ts';

const NIGHT = new Date('2026-03-16T04:30:00Z');

/** What each person chose; ten come, and two of them name themselves to everybody. */
const CHOICES: Record<string, object> = {
  a: {},
  b: { visibility: { attendance: true } },
  c: { visibility: { attendance: false } },
  d: { visibility: { search: false } },
  e: { visibility: { attendance: 'yes' } },
  f: { visibility: 'all' },
};

describe('eventAttendees', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
    const viewers = { owner: 'student', other: 'student', grace: 'faculty', admin: 'admin' };
    await writeDocuments(database.sql, {
      ...Object.fromEntries(Object.entries(viewers).map(([id, role]) => [`users/${id}`, { name: id, role }])),
      'events/fair': { title: 'Fair', createdBy: 'owner', startDate: '2026-03-01T10:00:00Z' },
      'events/small': { title: 'Small', createdBy: 'owner', startDate: '2026-03-01T10:00:00Z' },
      'events/small/attendees/a': { status: 'going' },
      ...Object.fromEntries(
        Object.entries(CHOICES).flatMap(([id, fields]) => [
          [`users/${id}`, { name: id, email: `${id}@campus.example`, ...fields }],
          [`events/fair/attendees/${id}`, { status: 'going' }],
        ]),
      ),
      'users/gone': { name: 'gone' },
      'events/fair/attendees/gone': { status: 'going' },
      'users/no': { name: 'no' },
      'events/fair/attendees/no': { status: 'cancelled' },
    });
    await writeDocuments(database.sql, {
      'users/gone': null,
      'events/fair/attendees/b': {
        status: 'attended',
        attendedAt: '2026-03-01T10:00:00Z',
        checkedInBy: 'owner',
        checkedInAt: '2026-03-01T10:00:00Z',
      },
    });
    await writeDocuments(database.sql, {
      'events/fair/attendees/c': { status: 'attended', imported: true },
    });
    await refreshAggregates(database.sql, NIGHT);
  });
  afterEach(() => database.drop());

  const ask = (uid: string, data: object = {}): Promise<EventAttendees> =>
    callAsPerson(
      eventAttendees.definition,
      { uid, data: { eventId: 'fair', ...data } },
      withoutRedis(database.sql, NIGHT),
    );
  const listed = ({ attendees }: EventAttendees): string[] =>
    attendees.map(({ person, status }) => `${person.id} ${status}`);

  it('names to members only people who share their attendance and are visible', async () => {
    const answer = await ask('other');
    assert.deepEqual(listed(answer), ['a going', 'b attended']);
    assert.equal(answer.exact, false);
    assert.deepEqual(answer.counts, { answered: null, going: 5, attended: null, checkedIn: null });
    assert.doesNotMatch(JSON.stringify(answer), /campus\.example/);
  });

  it('lists everybody to the owner and to staff, with exact counts', async () => {
    for (const uid of ['owner', 'grace', 'admin']) {
      const answer = await ask(uid);
      assert.deepEqual(
        listed(answer).map((line) => line[0]),
        ['a', 'b', 'c', 'd', 'e', 'f'],
      );
      assert.equal(answer.exact, true);
      assert.deepEqual(answer.counts, { answered: 7, going: 6, attended: 2, checkedIn: 1 });
    }
  });

  it('says of whom it is known that they attended, and of whom it is only claimed', async () => {
    const { attendees } = await ask('owner');
    assert.deepEqual(
      attendees.map(({ person, status, checkedIn }) => `${person.id} ${status} ${String(checkedIn)}`),
      [
        ...['a going false', 'b attended true', 'c attended false', 'd going false', 'e going false'],
        'f going false',
      ],
    );
  });

  it('is no owner of an event without one, and shows nothing of a small one but who shares it', async () => {
    await writeDocuments(database.sql, { 'events/orphan': { title: 'Orphan' } });
    assert.equal((await ask('other', { eventId: 'orphan' })).exact, false);
    const small = await ask('other', { eventId: 'small' });
    assert.deepEqual(small.counts, { answered: null, going: null, attended: null, checkedIn: null });
    assert.deepEqual(listed(small), ['a going']);
    assert.match(small.missing ?? '', /five people/);
  });

  it('pages through everybody once, by a cursor of this event', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: EventAttendees = await ask('owner', { limit: 4, ...(cursor !== null && { cursor }) });
      seen.push(...listed(page));
      cursor = page.cursor;
    } while (cursor !== null);
    assert.deepEqual(
      seen.map((line) => line[0]),
      ['a', 'b', 'c', 'd', 'e', 'f'],
    );
    const { cursor: first } = await ask('owner', { limit: 1 });
    await assert.rejects(ask('owner', { eventId: 'small', cursor: first }), { code: 'invalid-argument' });
    await assert.rejects(ask('owner', { cursor: 'x' }), { code: 'invalid-argument' });
    await assert.rejects(ask('other', { eventId: 'nothing' }), { code: 'not-found' });
  });
});
