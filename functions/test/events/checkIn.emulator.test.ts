import assert from 'node:assert/strict';
import { Timestamp } from 'firebase-admin/firestore';
import { checkPeopleIn, type CheckIn } from '../../src/events/checkIn.ts';
import { makeCode } from '../../src/events/checkInCode.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/learning/calendar.ts';
import type { CallContext } from '../../src/platform/callable.ts';
import { encodeMap } from '../../src/platform/documents/encoding.ts';
import type { Firestore } from '../../src/platform/firestore.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { toIncomingChange } from '../../src/sync/pipeline/prepareChange.ts';
import { toUpsert } from '../../src/sync/pipeline/snapshotToChange.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { callContext } from '../../../scripts/lib/callContext.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { emptyFirestore } from '../support/firestore.ts';

/** Half an hour after the fair has begun; it takes three hours. */
const START = Date.parse('2026-03-01T10:00:00Z');
const DURING = new Date(START + HOUR_MS / 2);

describe('checking people in', () => {
  let firestore: Firestore;
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  beforeEach(async () => {
    ({ firestore } = emptyFirestore());
    const event = { title: 'Fair', createdBy: 'olga' };
    await write({
      'events/fair': { ...event, startDate: new Date(START), createdAt: new Date(0) },
      'events/sometime': { ...event, startDate: 'soon' },
      ...Object.fromEntries(['olga', 'ada', 'bob', 'cy', 'eve'].map((id) => [`users/${id}`, { name: id }])),
      'events/fair/attendees/ada': { status: 'going', createdAt: new Date(1) },
      'events/fair/attendees/bob': { status: 'cancelled' },
      'events/sometime/attendees/ada': { status: 'going' },
    });
  });
  afterEach(() => firestore.terminate());
  after(() => database.drop());

  async function write(documents: Record<string, object>): Promise<void> {
    const batch = firestore.batch();
    for (const [path, data] of Object.entries(documents)) batch.set(firestore.doc(path), data);
    await batch.commit();
  }

  const attendee = async (uid: string): Promise<Record<string, unknown> | null> => {
    const { exists, data } = await readAttendee(uid);
    return exists ? encodeMap(data) : null;
  };
  const readAttendee = async (uid: string) => {
    const found = await firestore.doc(`events/fair/attendees/${uid}`).get();
    return { exists: found.exists, data: found.data() ?? {} };
  };

  const contextOf = (uid: string, now: Date, isStaff = false): CallContext => ({
    ...callContext(database.sql, uid, { now }),
    reach: isStaff ? 'everyone' : 'own',
  });

  function check(uid: string, request: object, { now = DURING, isStaff = false } = {}): Promise<CheckIn> {
    const input = { eventId: 'fair', withdraw: false, userIds: undefined, code: undefined, ...request };
    return checkPeopleIn(contextOf(uid, now, isStaff), firestore, input);
  }
  const resultsOf = async (checked: Promise<CheckIn>): Promise<Record<string, string>> =>
    Object.fromEntries((await checked).results.map(({ userId, result }) => [userId, result]));

  const code = async (uid: string, now: Date, isStaff = false): Promise<string> =>
    (await makeCode(contextOf(uid, now, isStaff), firestore, 'fair')).code;

  it('by its owner, takes those who are going, once', async () => {
    const request = { userIds: ['ada', 'bob', 'cy', 'nobody', 'olga', 'ada'] };
    assert.deepEqual(await resultsOf(check('olga', request)), {
      ada: 'checked-in',
      bob: 'not-joined',
      cy: 'not-joined',
      nobody: 'not-joined',
      olga: 'yourself',
    });
    const first = await attendee('ada');
    assert.deepEqual(first, {
      uid: 'ada',
      status: 'attended',
      checkedInBy: 'olga',
      checkedInAt: { $timestamp: '2026-03-01T10:30:00Z' },
      attendedAt: { $timestamp: '2026-03-01T10:30:00Z' },
      createdAt: { $timestamp: '1970-01-01T00:00:00.001Z' },
      beforeCheckIn: { status: 'going' },
    });
    const later = new Date(START + HOUR_MS);
    assert.equal((await resultsOf(check('olga', request, { now: later })))['ada'], 'already');
    assert.deepEqual(await attendee('ada'), first);
  });

  it('by staff, takes everybody with a profile, also hidden ones who never answered', async () => {
    await write({ 'users/cy': { name: 'cy', visibility: { search: false, attendance: false } } });
    const userIds = ['ada', 'bob', 'cy', 'nobody', 'grace'];
    assert.deepEqual(await resultsOf(check('grace', { userIds }, { isStaff: true })), {
      ada: 'checked-in',
      bob: 'checked-in',
      cy: 'checked-in',
      nobody: 'not-found',
      grace: 'yourself',
    });
    assert.equal((await attendee('cy'))?.['checkedInBy'], 'grace');
    assert.equal(await attendee('nobody'), null);
  });

  it('by anybody else, is refused', async () => {
    await assert.rejects(check('eve', { userIds: ['ada'] }), { code: 'not-allowed' });
    await assert.rejects(check('eve', { userIds: ['ada'], withdraw: true }), { code: 'not-allowed' });
    await assert.rejects(code('eve', DURING), { code: 'not-allowed' });
    await assert.rejects(check('eve', { eventId: 'none', userIds: ['ada'] }), { code: 'not-found' });
    assert.equal((await attendee('ada'))?.['status'], 'going');
  });

  it('opens an hour before an event and closes two weeks after it; at one without a time, never', async () => {
    const at = (hours: number) =>
      check('olga', { userIds: ['ada'] }, { now: new Date(START + hours * HOUR_MS) });
    await assert.rejects(at(-1.01), { code: 'not-ready', message: /opens an hour before/ });
    await assert.rejects(at(3 + 14 * 24 + 0.01), { code: 'not-ready', message: /closed 14 days after/ });
    await assert.rejects(check('olga', { eventId: 'sometime', userIds: ['ada'] }), { code: 'not-ready' });
    await at(3 + 14 * 24);
    assert.deepEqual((await attendee('ada'))?.['attendedAt'], { $timestamp: '2026-03-01T10:00:00Z' });
  });

  it('is withdrawn at any time, and leaves what there was before', async () => {
    await check('grace', { userIds: ['ada', 'bob', 'cy'] }, { isStaff: true });
    await firestore.doc('events/fair/attendees/ada').update({ rating: 5 });
    const now = new Date(START + 1000 * HOUR_MS);
    assert.deepEqual(
      await resultsOf(check('olga', { userIds: ['ada', 'bob', 'cy', 'eve'], withdraw: true }, { now })),
      {
        ada: 'withdrawn',
        bob: 'withdrawn',
        cy: 'withdrawn',
        eve: 'not-checked-in',
      },
    );
    const left = { uid: 'ada', status: 'going', createdAt: { $timestamp: '1970-01-01T00:00:00.001Z' } };
    assert.deepEqual(await attendee('ada'), left);
    assert.deepEqual(await attendee('bob'), { uid: 'bob', status: 'cancelled' });
    assert.equal(await attendee('cy'), null);
  });

  it('keeps when an import says that somebody was there', async () => {
    const attendedAt = Timestamp.fromMillis(START + 1);
    await write({ 'events/fair/attendees/ada': { status: 'attended', attendedAt, imported: true } });
    assert.deepEqual(await resultsOf(check('olga', { userIds: ['ada'] })), { ada: 'checked-in' });
    assert.deepEqual((await attendee('ada'))?.['attendedAt'], { $timestamp: '2026-03-01T10:00:00.001Z' });
    await firestore.doc('events/fair/attendees/ada').update({ rating: 4 });
    await check('olga', { userIds: ['ada'], withdraw: true });
    assert.deepEqual(await attendee('ada'), {
      ...{ uid: 'ada', status: 'attended', imported: true, rating: 4 },
      attendedAt: { $timestamp: '2026-03-01T10:00:00.001Z' },
    });
  });

  it('checks hundreds in at once, while they answer', async () => {
    const userIds = Array.from({ length: 200 }, (_, index) => `p${String(index)}`);
    await write(Object.fromEntries(userIds.map((id) => [`users/${id}`, { name: id }])));
    const answers = userIds
      .slice(0, 20)
      .map((id) => firestore.doc(`events/fair/attendees/${id}`).set({ status: 'going' }, { merge: true }));
    const results = await resultsOf(check('grace', { userIds }, { isStaff: true }));
    await Promise.all(answers);
    assert.deepEqual(new Set(Object.values(results)), new Set(['checked-in']));
    const { docs } = await firestore
      .collection('events/fair/attendees')
      .where('checkedInBy', '==', 'grace')
      .get();
    assert.equal(docs.length, 200);
  });

  it('by code, lets people check themselves in, in any spelling, for five minutes', async () => {
    const made = await code('olga', DURING);
    assert.match(made, /^[0-9A-HJKMNP-TV-Z]{3}(-[0-9A-HJKMNP-TV-Z]{3}){2}$/);
    const typed = made.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    const request = { eventId: undefined, code: typed };
    assert.deepEqual(await check('bob', request), {
      eventId: 'fair',
      results: [{ userId: 'bob', result: 'checked-in' }],
    });
    assert.deepEqual(await resultsOf(check('bob', { code: made })), { bob: 'already' });
    assert.equal((await attendee('bob'))?.['checkedInBy'], 'olga');
    await assert.rejects(check('cy', { code: made }, { now: new Date(DURING.getTime() + 5 * MINUTE_MS) }), {
      code: 'not-found',
    });
    await assert.rejects(check('olga', { code: made }), { code: 'not-allowed' });
    await assert.rejects(check('cy', { code: made, eventId: 'sometime' }), { code: 'not-found' });
    await assert.rejects(check('cy', { code: 'AAA-AAA-AAA' }), { code: 'not-found' });
    await assert.rejects(check('nobody', { code: made }), { code: 'not-found', message: /no profile/ });
    await assert.rejects(check('cy', { code: made, userIds: ['cy'] }), { code: 'bad-input' });
    const stored = await database.sql`select * from check_in_codes`;
    assert.ok(!JSON.stringify(stored).includes(made.replaceAll('-', '')));
  });

  it('by code, ends an hour after the event, and with the event', async () => {
    const late = new Date(START + 4 * HOUR_MS);
    const made = await code('grace', late, true);
    const tooLate = new Date(late.getTime() + MINUTE_MS);
    await assert.rejects(check('cy', { code: made }, { now: tooLate }), { code: 'not-ready' });
    await assert.rejects(code('olga', tooLate), { code: 'not-ready' });
    await firestore.doc('events/fair').delete();
    await assert.rejects(check('cy', { code: made }, { now: late }), { code: 'not-found' });
  });

  it('arrives in Postgres as known, and its withdrawal too', async () => {
    const sync = async (): Promise<unknown> => {
      const found = await firestore.doc('events/fair/attendees/ada').get();
      await new Writer(database.sql, allCollections).apply([toIncomingChange(toUpsert(found))]);
      const [row] = await database.sql`
        select status, checked_in_by, checked_in_at from event_attendance where user_id = 'ada'`;
      return { ...row };
    };
    await check('olga', { userIds: ['ada'] });
    assert.deepEqual(await sync(), { status: 'attended', checked_in_by: 'olga', checked_in_at: DURING });
    await check('olga', { userIds: ['ada'], withdraw: true });
    assert.deepEqual(await sync(), { status: 'going', checked_in_by: null, checked_in_at: null });
  });
});
