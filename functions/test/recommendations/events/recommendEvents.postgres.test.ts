import assert from 'node:assert/strict';
import {
  CURRENT_WEIGHTS,
  DEFAULT_WEIGHTS,
  weightsToRow,
} from '../../../src/recommendations/events/ranking/eventWeights.ts';
import { EventCatalogue } from '../../../src/recommendations/events/catalogue/eventCatalogue.ts';
import { featuresOf, profileOf } from '../../../src/recommendations/events/ranking/eventFeatures.ts';
import { recommendEvents } from '../../../src/recommendations/events/recommendEvents.ts';
import { refreshEventNeighbours } from '../../../src/recommendations/events/coAttendance/refreshEventNeighbours.ts';
import { utility } from '../../../src/learning/conditionalLogit.ts';
import type { Recommendation, Recommender } from '../../../src/recommendations/recommender.ts';
import type { JsonObject } from '../../../src/platform/documents/json.ts';
import { attendees, Campus, connection, hours, NOW, user } from '../campus.ts';

const DAY = 24;
const past = (days: number): string => hours(-days * DAY).toISOString();
const next = (days: number): string => hours(days * DAY).toISOString();

describe('recommendEvents', () => {
  let campus: Campus;
  beforeEach(async () => {
    campus = await Campus.open();
  });
  afterEach(() => campus.database.drop());

  const prepare = (uid: string, candidates: string[] | null = null, now = NOW): Promise<Recommender> =>
    recommendEvents({ uid, sql: campus.database.sql, now }, candidates);
  const ask = async (uid: string, candidates: string[] | null = null, now = NOW): Promise<Recommendation[]> =>
    (await prepare(uid, candidates, now)).take(100);
  const ids = async (uid: string, candidates: string[] | null = null, now = NOW): Promise<string[]> =>
    (await ask(uid, candidates, now)).map(({ id }) => id);
  const event = (title: string, startDate: string | null, fields: JsonObject = {}): JsonObject => ({
    title,
    ...(startDate !== null && { startDate }),
    ...fields,
  });

  it('ranks upcoming events that the student has not joined, and none without a date that can be read', async () => {
    await campus.write({
      'users/ada': user('Ada'),
      'events/past': event('Past', past(1)),
      'events/next': event('Next', next(1)),
      'events/later': event('Later', next(90)),
      'events/undated': event('Undated', null),
      'events/vague': event('Vague', 'next Friday'),
      'events/ancient': event('Ancient', '1883-01-01'),
      'events/never': event('Never', '9999-12-31'),
      'events/going': event('Going', next(2)),
      'events/cancelled': event('Cancelled', next(3)),
      'events/going/attendees/ada': { status: 'going' },
      'events/cancelled/attendees/ada': { status: 'cancelled' },
    });
    assert.deepEqual((await ids('ada')).toSorted(), ['cancelled', 'later', 'next']);
    assert.deepEqual((await ids('ada', ['past', 'next', 'going', 'nothing', 'next'])).toSorted(), [
      'next',
      'past',
    ]);
    assert.deepEqual(await ids('ada', []), []);
    for (const { score, reason, until } of await ask('ada')) {
      assert.ok(score > 0 && score <= 1 && reason.endsWith('.'));
      assert.ok(until === null || until > NOW);
    }
  });

  it('counts an event as past when it ends, and until then as one that the student is going to', async () => {
    await campus.write({
      'users/ada': user('Ada'),
      'events/fair': event('Book fair', past(1), { endDate: next(1), category: 'Fairs' }),
      'events/again': event('Book fair', next(5), { category: 'Fairs' }),
      'events/other': event('Chess evening', next(5), { category: 'Games' }),
      'events/fair/attendees/ada': { status: 'going' },
    });
    const reason = async (now: Date): Promise<string | undefined> =>
      (await ask('ada', null, now)).find(({ id }) => id === 'again')?.reason;
    assert.equal(await reason(NOW), 'It is like an event you are going to.');
    assert.equal(await reason(hours(2 * DAY)), 'You have signed up for “Book fair” before.');
  });

  it('learns nothing from an event that the student meant to visit once others are known to have come', async () => {
    await campus.write({
      'users/ada': user('Ada'),
      'users/bob': user('Bob'),
      'events/fair': event('Book fair', past(10), { category: 'Fairs' }),
      'events/again': event('Book fair', next(5), { category: 'Fairs' }),
      'events/other': event('Chess evening', next(5), { category: 'Games' }),
      'events/early': event('Early check-in', next(1)),
      'events/fair/attendees/ada': { status: 'going' },
      'events/early/attendees/ada': { status: 'going' },
      'events/early/attendees/bob': { status: 'attended' },
    });
    const reason = async (): Promise<string | undefined> =>
      (await ask('ada')).find(({ id }) => id === 'again')?.reason;
    assert.equal(await reason(), 'You have signed up for “Book fair” before.');
    await campus.write({ 'events/fair/attendees/bob': { status: 'attended' } });
    assert.doesNotMatch((await reason()) ?? '', /Book fair|Fairs/);
    assert.deepEqual((await ids('ada')).toSorted(), ['again', 'other']);
  });

  it('ranks nothing on an empty campus', async () => {
    await campus.write({ 'users/ada': user('Ada') });
    assert.deepEqual(await ask('ada'), []);
    await refreshEventNeighbours(campus.database.sql, NOW);
    assert.deepEqual(await ask('ada'), []);
    await assert.rejects(ask('nobody'), /save it first/);
  });

  it('follows new, changed and deleted events and the clock at once', async () => {
    await campus.write({
      'users/ada': user('Ada'),
      'events/a': event('A', next(1)),
      'events/b': event('B', next(3)),
    });
    assert.deepEqual(await ids('ada'), ['a', 'b']);
    await campus.write({ 'events/new': event('New', next(2)), 'events/b': event('B moved', next(9)) });
    assert.deepEqual(await ids('ada'), ['a', 'new', 'b']);
    assert.deepEqual((await ask('ada')).at(-1)?.until, new Date(next(9)));
    await campus.write({ 'events/a': null });
    assert.deepEqual(await ids('ada'), ['new', 'b']);
    assert.deepEqual(await ids('ada', null, hours(4 * DAY)), ['b']);
    // A replay may go back in time.
    assert.deepEqual(await ids('ada'), ['new', 'b']);
  });

  it('recommends by skills and department without history, and says so', async () => {
    await campus.write({
      'users/ada': user('Ada', { skills: ['Rust'] }),
      'events/plain': event('Plain', next(5)),
      'events/rust': event('Systems', next(5), { skills: ['Rust'] }),
      'events/physics': event('Colloquium', next(6), { department: 'Physics' }),
    });
    const list = await ask('ada');
    assert.deepEqual(
      list.map(({ id }) => id),
      ['rust', 'physics', 'plain'],
    );
    assert.deepEqual(list.map(({ reasonKind }) => reasonKind).slice(0, 2), ['skills', 'department']);
    assert.equal(list[1]?.reason, 'It is an event of Physics.');
  });

  it('prefers events that connections are going to', async () => {
    await campus.write({
      'users/ada': user('Ada'),
      'users/bob': user('Bob'),
      'users/eve': user('Eve'),
      'events/first': event('First', next(1)),
      'events/friends': event('Friends', next(2)),
      ...connection('bob', 'ada'),
      ...connection('ada', 'eve', 'pending'),
      ...attendees('friends', 'bob'),
      ...attendees('first', 'eve'),
    });
    const [best] = await ask('ada');
    assert.deepEqual([best?.id, best?.reasonKind], ['friends', 'connections']);
    assert.equal(best?.reason, 'One of your connections is going.');
  });

  /** Two groups of people with their own weekly events; Ada belongs to the first. */
  async function writeTwoGroups(): Promise<void> {
    const weeks = Array.from({ length: 12 }, (_, week) => week);
    const people = ['ada', 'bob', 'cy', 'dan', 'eve', 'fay'];
    const documents: Record<string, JsonObject> = {};
    for (const [place, id] of people.entries())
      documents[`users/${id}`] = user(id, { skills: [`S${String(place)}`] });
    for (const week of weeks) {
      const [chess, wine] = [`chess${String(week)}`, `wine${String(week)}`];
      documents[`events/${chess}`] = event('Chess evening', past(80 - week * 7), { category: 'Games' });
      documents[`events/${wine}`] = event('Wine tasting', past(79 - week * 7), { category: 'Food' });
      Object.assign(documents, attendees(chess, 'ada', 'bob', 'cy'), attendees(wine, 'dan', 'eve', 'fay'));
    }
    documents['events/chess'] = event('Chess evening', next(4), { category: 'Games' });
    documents['events/wine'] = event('Wine tasting', next(3), { category: 'Food' });
    documents['events/cold'] = event('Chess for beginners', next(3), { category: 'Games' });
    await campus.write(documents);
  }

  it('says without doubt that a student was at an event where they were checked in', async () => {
    await writeTwoGroups();
    const known = { status: 'attended', checkedInBy: 'olga', checkedInAt: '2026-01-01T00:00:00Z' };
    for (let week = 0; week < 12; week += 1)
      await campus.write({ [`events/chess${String(week)}/attendees/ada`]: known });
    assert.equal((await ask('ada'))[0]?.reason, 'You have been to “Chess evening” before.');
  });

  it('recommends events similar to attended ones before anybody has joined them', async () => {
    await writeTwoGroups();
    const list = await ask('ada');
    assert.deepEqual(
      list.map(({ id }) => id),
      ['chess', 'cold', 'wine'],
    );
    assert.equal(list[0]?.reason, 'By your history, you have been to “Chess evening” before.');
    assert.equal((await ids('dan'))[0], 'wine');
  });

  it('scores by the definition of the features', async () => {
    await writeTwoGroups();
    await campus.write({ 'events/chess11/attendees/ada': { status: 'cancelled' } });
    const { sql } = campus.database;
    await refreshEventNeighbours(sql, NOW);
    const rows = await sql<
      {
        id: string;
        title: string;
        category: string;
        categoryKey: string;
        start: Date;
        end: Date;
        people: number;
      }[]
    >`
      select id, title, category, category_key as "categoryKey", start_date as start,
        event_end(start_date, end_date) as end,
        (select count(*)::float8 from event_attendance where event_id = id and status <> 'cancelled') as people
      from events`;
    const catalogue = new EventCatalogue(
      rows.map(({ start, end, ...row }) => ({
        ...row,
        description: null,
        departmentKey: null,
        skills: [],
        start: start.getTime(),
        end: end.getTime(),
      })),
    );
    const number = (id: string): number => catalogue.numberOf(id) ?? -1;
    const goes = async (uid: string): Promise<string[]> =>
      (
        await sql<{ id: string }[]>`
        select event_id as id from event_attendance where user_id = ${uid} and status <> 'cancelled'`
      ).map(({ id }) => id);
    const own = await goes('ada');
    const peopleOf = new Map(rows.map(({ id }) => [id, [] as string[]]));
    for (const uid of ['ada', 'bob', 'cy', 'dan', 'eve', 'fay']) {
      for (const id of await goes(uid)) peopleOf.get(id)?.push(uid);
    }
    const cosines = own.map((id) =>
      rows.flatMap((other): [number, number][] => {
        const [mine, theirs] = [peopleOf.get(id) ?? [], peopleOf.get(other.id) ?? []];
        const common = mine.filter((uid) => theirs.includes(uid)).length;
        return other.id === id || common === 0
          ? []
          : [[number(other.id), common / Math.sqrt(mine.length * theirs.length)]];
      }),
    );
    const profile = profileOf(catalogue, {
      now: NOW.getTime(),
      attended: own.map(number),
      first: Math.min(...own.map((id) => catalogue.at(number(id)).end ?? Infinity)),
      categories: new Set(['games']),
      neighbours: cosines,
    });
    const scores = ['chess', 'cold', 'wine'].map((id) => {
      const { start } = catalogue.at(number(id));
      const months = ((start ?? 0) - NOW.getTime()) / (30 * 24 * 60 * 60 * 1000);
      const similar = catalogue.similarBefore(number(id), NOW.getTime());
      const learned = featuresOf(profile, catalogue.at(number(id)), similar);
      return (
        utility(learned, weightsToRow(DEFAULT_WEIGHTS)) - CURRENT_WEIGHTS.startsSoon * Math.log1p(months)
      );
    });
    const list = await ask('ada');
    assert.deepEqual(
      list.map(({ id }) => id),
      ['chess', 'cold', 'wine'],
    );
    for (const [place, { score }] of list.entries()) {
      const expected = Math.exp((scores[place] ?? NaN) - (scores[0] ?? NaN));
      assert.ok(Math.abs(score - expected) < 1e-3 * expected, `${String(score)} for ${String(expected)}`);
    }
  });

  it('follows who attends upcoming events together when nothing else is known', async () => {
    const documents: Record<string, JsonObject> = { 'users/ada': user('Ada') };
    for (const id of ['a1', 'a2', 'a3', 'b1', 'b2', 'b3'])
      documents[`events/${id}`] = event(id.toUpperCase(), next(5));
    for (let person = 0; person < 20; person += 1) {
      const [uid, circle] = [`p${String(person)}`, person % 2 === 0 ? 'a' : 'b'];
      documents[`users/${uid}`] = user(uid);
      for (const k of [1, 2, 3]) Object.assign(documents, attendees(`${circle}${String(k)}`, uid));
    }
    await campus.write({ ...documents, ...attendees('b1', 'ada') });
    assert.equal((await prepare('ada')).asOf, null);
    assert.equal((await ask('ada')).length, 5, 'before the first night');
    await refreshEventNeighbours(campus.database.sql, NOW);
    assert.deepEqual((await prepare('ada')).asOf, NOW);
    const list = await ask('ada');
    assert.deepEqual(
      list
        .slice(0, 2)
        .map(({ id }) => id)
        .toSorted(),
      ['b2', 'b3'],
    );
    // Weights of EASE may be indirect, so none of them is given as a reason.
    assert.equal(list[0]?.reasonKind, 'popular');
  });

  it('keeps the numbers of events from night to night', async () => {
    await writeTwoGroups();
    const { sql } = campus.database;
    const numbers = async (): Promise<object[]> => [
      ...(await sql<{ event_id: string; number: number }[]>`
        select event_id, number from event_neighbours order by number`),
    ];
    await refreshEventNeighbours(sql, NOW);
    const before = await numbers();
    assert.equal(before.length, 24);
    await campus.write({ 'events/chess0': null, ...attendees('chess', 'bob', 'cy') });
    await refreshEventNeighbours(sql, hours(DAY));
    const after = await numbers();
    assert.deepEqual(
      after.slice(0, -1),
      before.filter((row) => (row as { event_id: string }).event_id !== 'chess0'),
    );
    assert.deepEqual(await ids('ada', null, hours(DAY)), ['chess', 'cold', 'wine']);
  });
});
