import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/platform/documents/json.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { writeDocuments } from '../../support/writeDocuments.ts';

const BY = { checkedInBy: 'olga', checkedInAt: '2026-01-01T10:00:00Z' };
const KNOWN = { status: 'attended', ...BY };
const CLAIMED = { status: 'attended' };

/** Attendees that say they were checked in, in a way that makes nothing known. */
const UNKNOWN: Record<string, JsonObject> = {
  themselves: { ...KNOWN, checkedInBy: 'ada' },
  nobody: { ...KNOWN, checkedInBy: null },
  'an empty id': { ...KNOWN, checkedInBy: '' },
  'a path': { ...KNOWN, checkedInBy: 'users/olga/x' },
  'a map': { ...KNOWN, checkedInBy: { uid: 'olga' } },
  'a list': { ...KNOWN, checkedInBy: ['olga'] },
  true: { ...KNOWN, checkedInBy: true },
  'an endless id': { ...KNOWN, checkedInBy: 'x'.repeat(1501) },
  'somebody at no time': { ...KNOWN, checkedInAt: 'soon' },
  'somebody, without a time': { status: 'attended', checkedInBy: 'olga' },
  'somebody, though they are going': { ...KNOWN, status: 'going' },
  'somebody, though they cancelled': { ...KNOWN, status: 'cancelled' },
  'somebody, though nobody knows their answer': BY,
};

describe('attendance', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  const isKnown = async (uid: string): Promise<boolean> => {
    const [row] = await database.sql`select checked_in from event_attendance where user_id = ${uid} and live`;
    assert.ok(row !== undefined, 'the row is there');
    return row['checked_in'] as boolean;
  };
  const visitors = async (event: string): Promise<string[]> => {
    const rows = await database.sql<{ user_id: string }[]>`
      select user_id from event_visits where event_id = ${event} order by user_id`;
    return rows.map((row) => row.user_id);
  };

  it('is known once somebody else has checked the person in', async () => {
    await writeDocuments(database.sql, { 'events/one/attendees/ada': KNOWN });
    assert.equal(await isKnown('ada'), true);
    await writeDocuments(database.sql, {
      'events/one/attendees/ada': { ...KNOWN, checkedInBy: { $reference: 'users/olga' }, imported: true },
    });
    assert.equal(await isKnown('ada'), true);
    await writeDocuments(database.sql, { 'events/one/attendees/ada': CLAIMED });
    assert.equal(await isKnown('ada'), false);
  });

  for (const [by, attendee] of Object.entries(UNKNOWN)) {
    it(`is not known, and does no harm, of somebody checked in by ${by}`, async () => {
      await writeDocuments(database.sql, { 'events/two/attendees/ada': attendee });
      const [letter] = await database.sql`select reason from dead_letters`;
      assert.equal(letter, undefined);
      const [row] = await database.sql`
        select checked_in from event_attendance where user_id = 'ada' and event_id = 'two' and live`;
      assert.deepEqual({ ...row }, { checked_in: false });
    });
  }

  it('makes visitors of those who are known to have come; without them, of those said to have; without them, of those going', async () => {
    const attendees = (all: Record<string, JsonObject>): Promise<void> =>
      writeDocuments(
        database.sql,
        Object.fromEntries(Object.entries(all).map(([uid, data]) => [`events/fair/attendees/${uid}`, data])),
      );
    await attendees({ g: { status: 'going' }, h: { status: 'going' }, no: { status: 'cancelled' } });
    assert.deepEqual(await visitors('fair'), ['g', 'h']);
    await attendees({ c: { ...CLAIMED, imported: true }, d: { attendedAt: '2026-01-01', imported: true } });
    assert.deepEqual(await visitors('fair'), ['c', 'd']);
    await attendees({ g: KNOWN });
    assert.deepEqual(await visitors('fair'), ['g']);
    const attended = await database.sql<{ user_id: string; checked_in: boolean }[]>`
      select user_id, checked_in from attended_events where event_id = 'fair' order by user_id`;
    assert.deepEqual(
      attended.map((row) => [row.user_id, row.checked_in]),
      [
        ['c', false],
        ['d', false],
        ['g', true],
      ],
    );
    await attendees({ g: { status: 'going' } });
    assert.deepEqual(await visitors('fair'), ['c', 'd']);
  });
});
