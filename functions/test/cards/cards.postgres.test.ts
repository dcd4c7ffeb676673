import assert from 'node:assert/strict';
import { readEventCards, readPersonCards, withEvents, withPeople } from '../../src/cards/index.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { writeDocuments } from '../support/writeDocuments.ts';

const NOW = new Date('2026-03-16T12:00:00Z');

describe('cards', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
  });
  afterEach(() => database.drop());

  const write = (documents: Record<string, JsonObject | null>): Promise<void> =>
    writeDocuments(database.sql, documents);

  /** Writes a ready file; its URLs are named after it. */
  async function file(owner: string, fields: object = {}): Promise<string> {
    const row = {
      user_id: owner,
      purpose: 'profile',
      status: 'ready',
      file_type: 'image',
      ready_at: '2026-01-01',
      medium_url: 'medium',
      ...fields,
    };
    const [inserted] = await database.sql<[{ id: string }]>`
      insert into media_files (
        user_id, purpose, status, file_type, ready_at, medium_url, cloudinary_public_id, cloudinary_version,
        cloudinary_url, thumbnail_url, declared_format, declared_bytes, file_format, file_size_bytes, upload_until
      )
      select user_id, purpose, status, file_type, ready_at, medium_url, gen_random_uuid(), 1, 'full',
        'thumbnail of ' || user_id || ready_at::date, 'jpg', 1, 'jpg', 1, now()
      from jsonb_populate_record(null::media_files, ${JSON.stringify(row)}::text::jsonb)
      returning id`;
    return inserted.id;
  }

  const photoOf = async (id: string): Promise<string | null | undefined> =>
    (await readPersonCards(database.sql, NOW, [id], 'search')).get(id)?.photo;
  const headlineOf = async (id: string): Promise<string | null | undefined> =>
    (await readPersonCards(database.sql, NOW, [id], 'search')).get(id)?.headline;
  const imageOf = async (id: string): Promise<string | null | undefined> =>
    (await readEventCards(database.sql, [id])).get(id)?.image;

  describe('of people', () => {
    it('hold no e-mail address and no student number, even where the person wrote one', async () => {
      await write({
        'users/ada': user({
          name: 'ada.lovelace@campus.example',
          email: 'ada.lovelace@campus.example',
          studentId: 'S4711',
          department: 'Physics S4711',
        }),
        'users/ada/positions/p': { title: 'Engineer (ada@acme.example)', organisation: 'Acme s4711' },
      });
      const card = (await readPersonCards(database.sql, NOW, ['ada'], 'search')).get('ada');
      const expected = { name: 'Ada Lovelace', department: 'Physics', headline: 'Engineer () at Acme' };
      assert.deepEqual(card, { id: 'ada', photo: null, role: null, verifiedSkills: [], ...expected });
    });

    it('hold public fields only, in the order asked for, and leave out who is deleted or unknown', async () => {
      await write({
        'users/ada': user({ role: 'student', department: 'Physics', studentId: 'secret', bio: 'secret' }),
        'users/bob': user(),
        'users/gone': user(),
        'showcase_posts/p': { userId: 'placeholder' },
      });
      await write({ 'users/gone': null });
      const ids = ['placeholder', 'bob', 'gone', 'ada', 'nobody'];
      const cards = [...(await readPersonCards(database.sql, NOW, ids, 'search'))];
      const bare = {
        ...{ name: 'X', photo: null, role: null, department: null, headline: null },
        verifiedSkills: [],
      };
      assert.deepEqual(cards, [
        ['bob', { id: 'bob', ...bare }],
        ['ada', { id: 'ada', ...bare, role: 'student', department: 'Physics' }],
      ]);
      const entries = ids.map((id) => ({ id, score: 1 }));
      assert.deepEqual(
        await withPeople(database.sql, NOW, entries, 'search'),
        cards.map(([, person]) => ({ person, score: 1 })),
      );
      assert.deepEqual(await withPeople(database.sql, NOW, [], 'search'), []);
    });

    it('name no position of which nobody can tell whether it is current', async () => {
      await write({ 'users/ada': user({ skills: ['Go'] }) });
      const dates: Record<string, JsonObject> = {
        vague: { startDate: '2020-01-01', endDate: 'when the project is done' },
        kind: { startDate: '2020-01-01', endDate: true },
        never: { startDate: '2020-01-01', endDate: '9999-12-31' },
        early: { startDate: '2020-01-01', endDate: { $timestamp: '0001-01-01T00:00:00Z' } },
        reversed: { startDate: '2020-01-01', endDate: '2019-01-01' },
        planned: { startDate: 'after graduation' },
      };
      for (const [id, fields] of Object.entries(dates)) {
        await write({ [`users/ada/positions/${id}`]: position('Clerk', fields) });
        assert.equal(await headlineOf('ada'), 'Go', id);
        await write({ [`users/ada/positions/${id}`]: null });
      }
      for (const endDate of [null, '', 'Present', 'ongoing']) {
        await write({ 'users/ada/positions/open': position('Clerk', { startDate: '2020-01-01', endDate }) });
        assert.equal(await headlineOf('ada'), 'Clerk at Acme', String(endDate));
      }
    });

    it('name the current position that started last', async () => {
      await write({
        'users/ada': user({ skills: ['Go'] }),
        'users/ada/positions/undated': position('Baker'),
        'users/ada/positions/former': position('Clerk', { startDate: '2026-02-01', endDate: '2026-03-15' }),
        'users/ada/positions/next': position('Dean', { startDate: '2026-03-17' }),
        'users/ada/positions/other': position('Editor', { startDate: '2020-01-01' }),
        'users/ada/positions/now': position('Fitter', { startDate: '2025-01-01', endDate: '2026-03-17' }),
      });
      assert.equal(await headlineOf('ada'), 'Fitter at Acme');
      await write({ 'users/ada/positions/now': null });
      assert.equal(await headlineOf('ada'), 'Editor at Acme');
      await write({ 'users/ada/positions/other': null });
      assert.equal(await headlineOf('ada'), 'Baker at Acme');
      await write({ 'users/ada/positions/undated': position('Baker', { organisation: null }) });
      assert.equal(await headlineOf('ada'), 'Baker');
      await write({ 'users/ada/positions/undated': null });
      assert.equal(await headlineOf('ada'), 'Go');
    });

    it('name the three strongest skills: by level, then verified ones, then the rarest that are known', async () => {
      const skill = (name: string, level: number): JsonObject => ({ name, level });
      await write({
        'users/ada': user({
          skills: [skill('golang', 4), skill('React.js', 5), skill('Rust', 4), 'SQL'],
          verifiedSkills: [{ name: 'Rust', level: 3, by: 'grace', at: '2026-01-02T00:00:00Z' }],
        }),
        'users/bob': user({ skills: ['Pyhton', 'Zonation', 'SQL', 'Origami'] }),
      });
      assert.equal(await headlineOf('ada'), 'React, Rust, Go');
      await database.sql`update skills set people = case name when 'SQL' then 900 when 'Zonation' then 5 end`;
      await database.sql`update skills set people = 1 where name = 'Pyhton'`;
      assert.equal(await headlineOf('bob'), 'Zonation, SQL, Pyhton');
    });

    it('say which skills were verified, at which level, by whom and when, until that is withdrawn', async () => {
      const verifiedOf = async (): Promise<unknown> =>
        (await readPersonCards(database.sql, NOW, ['ada'], 'search')).get('ada')?.verifiedSkills;
      const at = '2026-01-02T00:00:00.000Z';
      const verified = (name: string, level: number | null, by: string): JsonObject => ({
        name,
        level,
        by,
        at,
      });
      const skills = ['Go', { name: 'Rust', level: 5 }, 'SQL'];
      const verifiedSkills = [
        verified('golang', null, 'grace'),
        verified('Rust', 3, 'hidden'),
        // Not listed by the person.
        verified('Knitting', 5, 'grace'),
      ];
      await write({
        'users/ada': user({ skills, verifiedSkills }),
        'users/grace': user({ name: 'Grace (grace@campus.example)', email: 'grace@campus.example' }),
        'users/hidden': user({ visibility: { search: false } }),
      });
      assert.deepEqual(await verifiedOf(), [
        { name: 'Rust', level: 3, by: { id: 'hidden', name: null }, at },
        { name: 'Go', level: null, by: { id: 'grace', name: 'Grace ()' }, at },
      ]);
      await write({ 'users/ada': user({ skills, verifiedSkills: [] }) });
      assert.deepEqual(await verifiedOf(), []);
    });

    it('show the newest ready picture that the person uploaded for their profile and shows there', async () => {
      await write({ 'users/ada': user(), 'users/bob': user() });
      const own = await file('ada');
      const newer = await file('ada', { ready_at: '2026-02-02' });
      const unused = await file('ada', { ready_at: '2026-03-03' });
      const pending = await file('ada', { status: 'pending', ready_at: '2026-03-04' });
      const video = await file('ada', { file_type: 'video', ready_at: '2026-03-05' });
      const post = await file('ada', { purpose: 'showcase_post', ready_at: '2026-03-06' });
      const other = await file('bob', { ready_at: '2026-03-07' });
      assert.equal(await photoOf('ada'), null);
      await write({ 'users/ada': user({ mediaIds: [own] }) });
      assert.equal(await photoOf('ada'), 'thumbnail of ada2026-01-01');
      await write({ 'users/ada': user({ mediaIds: [own, newer, pending, video, post, other] }) });
      assert.equal(await photoOf('ada'), 'thumbnail of ada2026-02-02');
      await write({ 'users/ada': user({ mediaIds: [pending, post, other] }) });
      assert.equal(await photoOf('ada'), null);
      await write({ 'users/bob': user({ mediaIds: [unused] }) });
      assert.equal(await photoOf('bob'), null, 'a picture of somebody else');
    });
  });

  describe('of events', () => {
    it('hold times in UTC, in the order asked for, and leave out what is deleted or unknown', async () => {
      const talk = {
        title: 'Talk',
        description: 'secret',
        department: 'Physics',
        category: 'Tech',
        startDate: '2026-03-20T18:00:00.25+02:00',
        endDate: '2026-03-20T20:00:00+02:00',
      };
      await write({
        'events/talk': talk,
        'events/fair': { title: 'Fair' },
        'events/gone': { title: 'Gone' },
      });
      await write({ 'events/gone': null, 'events/late/attendees/ada': { status: 'going' } });
      const ids = ['late', 'talk', 'gone', 'fair', 'nothing'];
      const cards = [...(await readEventCards(database.sql, ids))];
      const { title, department, category } = talk;
      const times = { start: '2026-03-20T16:00:00.250Z', end: '2026-03-20T18:00:00.000Z' };
      const bare = { start: null, end: null, department: null, category: null, image: null };
      assert.deepEqual(cards, [
        ['talk', { id: 'talk', title, ...times, department, category, image: null }],
        ['fair', { id: 'fair', title: 'Fair', ...bare }],
      ]);
      assert.deepEqual(
        await withEvents(
          database.sql,
          ids.map((id) => ({ id, people: 5 })),
        ),
        cards.map(([, event]) => ({ event, people: 5 })),
      );
    });

    it('show the newest picture of the event, or a still of its video', async () => {
      const event = (mediaIds: string[]): JsonObject => ({
        title: 'Talk',
        createdBy: 'ada',
        mediaIds,
      });
      await write({ 'users/ada': user() });
      const picture = await file('ada', { purpose: 'event', medium_url: 'picture' });
      const video = await file('ada', { purpose: 'event', file_type: 'video', medium_url: null });
      const profile = await file('ada', { medium_url: 'profile' });
      await write({ 'events/talk': event([profile]) });
      assert.equal(await imageOf('talk'), null);
      await write({ 'events/talk': event([profile, video]) });
      assert.equal(await imageOf('talk'), 'thumbnail of ada2026-01-01');
      await write({ 'events/talk': event([profile, video, picture]) });
      assert.equal(await imageOf('talk'), 'picture');
    });
  });
});

function user(fields: JsonObject = {}): JsonObject {
  return { email: 'secret@campus.example', name: 'X', ...fields };
}

function position(title: string, fields: JsonObject = {}): JsonObject {
  return { title, organisation: 'Acme', ...fields };
}
