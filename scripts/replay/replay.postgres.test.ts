import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { logger } from 'firebase-functions';
import { migratedDatabase, type TestDatabase } from '../../functions/test/support/database.ts';
import { liveDocuments } from '../../functions/test/support/state.ts';
import { KINDS } from './kinds.ts';
import { replay, type Answer, type ReplayCounts } from './replay.ts';

const START = Date.UTC(2026, 0, 1);

const user = (name: string, ...skills: string[]) => ({
  email: `${name}@campus.example`,
  name,
  role: 'student',
  skills,
});
const change = (at: number, path: string, data: object | null) => ({
  at: START + at,
  change: { path, data },
});
const ask = (at: number, id: string, userId: string, more: object = {}) => ({
  at: START + at,
  ask: { id, kind: 'similarStudents', userId, ...more },
});
const night = (at: number) => ({ at: START + at, run: 'nightly' });

describe('replay', () => {
  let database: TestDatabase;
  const { info, warn } = logger;
  before(() => {
    logger.info = () => undefined;
    logger.warn = () => undefined;
  });
  after(() => Object.assign(logger, { info, warn }));
  beforeEach(async () => {
    database = await migratedDatabase();
  });
  afterEach(() => database.drop());

  interface Outcome {
    done: ReplayCounts;
    answers: Answer[];
    /** The ids that answered each question, by its id. */
    ranked: Record<string, string[]>;
    problems: Record<number, string>;
  }

  async function run(lines: (object | string)[]): Promise<Outcome> {
    const answers: Answer[] = [];
    const problems: Record<number, string> = {};
    const done = await replay(
      database.sql,
      lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))),
      {
        answer: (answer) => void answers.push(answer),
        bad(line, problem) {
          assert.equal(problems[line], undefined, 'each line is reported once');
          problems[line] = problem;
        },
      },
    );
    return { done, answers, problems, ranked: Object.fromEntries(answers.map(({ id, ids }) => [id, ids])) };
  }

  it('answers each question from what happened before it', async () => {
    const { done, answers, ranked, problems } = await run([
      change(0, 'users/ada', user('Ada', 'Go')),
      change(1, 'users/bob', user('Bob', 'Go')),
      ask(2, 'one', 'ada'),
      change(3, 'users/eve', user('Eve', 'Go', 'SQL')),
      change(3, 'users/ada', user('Ada', 'Go', 'SQL')),
      night(4),
      ask(5, 'two', 'ada'),
      change(6, 'users/eve', null),
      ask(6, 'deleted', 'ada'),
      change(7, 'users/eve', user('Eve', 'SQL')),
      ask(7, 'again', 'ada'),
      change(8, 'users/bob', null),
      change(8, 'users/bob', null),
      change(9, 'users/never', null),
      ask(9, 'last', 'ada'),
    ]);
    assert.deepEqual(problems, {});
    assert.deepEqual(done, { changes: 9, nights: 1, questions: 5, bad: 0 });
    assert.deepEqual(ranked, {
      one: ['bob'],
      two: ['eve', 'bob'],
      deleted: ['bob'],
      again: ['eve', 'bob'],
      last: ['eve'],
    });
    for (const { kind, ids, scores, milliseconds } of answers) {
      assert.equal(kind, 'similarStudents');
      assert.equal(scores.length, ids.length);
      assert.deepEqual(
        scores,
        scores.toSorted((a, b) => b - a),
      );
      assert.ok(scores.every((score) => score > 0 && score < 1));
      assert.ok(milliseconds > 0);
    }
  });

  it('accepts dates as ISO 8601 text and as milliseconds, and uses the clock of the line', async () => {
    await run([
      change(0, 'events/iso', { title: 'A', startDate: '2026-05-01T10:00:00+02:00', endDate: '2026-05-01' }),
      change(0, 'events/ms', {
        title: 'B',
        startDate: Date.UTC(2026, 4, 1, 8),
        endDate: Date.UTC(2026, 4, 2),
      }),
      change(5, 'users/ada', { ...user('Ada'), createdAt: '2025-01-01' }),
      change(6, 'users/bob', user('Bob')),
      night(7),
    ]);
    const events = await database.sql`select start_date, end_date from events`;
    assert.equal(events.length, 2);
    for (const { start_date, end_date } of events) {
      assert.deepEqual([start_date, end_date], [new Date('2026-05-01T08:00Z'), new Date('2026-05-02')]);
    }
    const users = await database.sql`select created_at, updated_at from users order by id`;
    assert.deepEqual(
      users.map((row) => [row['created_at'], row['updated_at']]),
      [
        [new Date('2025-01-01'), new Date(START + 5)],
        [new Date(START + 6), new Date(START + 6)],
      ],
    );
    const [refresh] = await database.sql`select refreshed_at from matching_refresh`;
    assert.deepEqual(refresh?.['refreshed_at'], new Date(START + 7));
  });

  it('ends with the last state of every document, even if everything happens in one millisecond', async () => {
    const names = Array.from({ length: 40 }, (_, index) => String(index));
    await run([
      ...names.flatMap((name) => [
        change(0, 'users/often', user(name)),
        change(0, `users/${name}`, user(name)),
        change(0, `users/${name}`, Number(name) % 2 === 0 ? null : user(`again ${name}`)),
      ]),
      change(0, 'users/0', user('back')),
    ]);
    const documents = await liveDocuments(database.sql);
    const odd = names.filter((name) => Number(name) % 2 === 1);
    assert.deepEqual(documents, {
      ...Object.fromEntries(odd.map((name) => [`users/${name}`, user(`again ${name}`)])),
      'users/often': user('39'),
      'users/0': user('back'),
    });
  });

  it('returns up to 1,000 ids, ten by default, and ranks only the candidates if there are any', async () => {
    const ids = Array.from({ length: 120 }, (_, index) => `u${String(index).padStart(3, '0')}`);
    const { ranked, answers, problems } = await run([
      change(0, 'users/ada', user('Ada', 'Go')),
      ...ids.map((id) =>
        change(0, `users/${id}`, { ...user(id, 'Go'), department: id < 'u060' ? 'Law' : 'Art' }),
      ),
      change(0, 'users/zoe', user('Zoe')),
      ask(1, 'ten', 'ada'),
      ask(1, 'all', 'ada', { input: { limit: 1000 } }),
      ask(1, 'art', 'ada', { input: { limit: 100, department: 'Art' } }),
      ask(1, 'candidates', 'ada', { candidates: ['zoe', 'u007', 'u003', 'ada', 'nobody'] }),
      ask(1, 'two of them', 'ada', { candidates: ['zoe', 'u007', 'u003'], input: { limit: 2 } }),
      ask(1, 'many', 'ada', { candidates: ids }),
      ask(1, 'none', 'ada', { candidates: [] }),
    ]);
    assert.deepEqual(problems, {});
    assert.deepEqual(ranked, {
      ten: ids.slice(0, 10),
      all: ids,
      art: ids.slice(60),
      candidates: ['u003', 'u007', 'zoe'],
      'two of them': ['u003', 'u007'],
      many: ids,
      none: [],
    });
    const zoe = answers.find(({ id }) => id === 'candidates')?.scores.at(-1);
    assert.equal(zoe, 0);
  });

  it('reports the lines that it cannot use, and continues', async () => {
    const { done, ranked, problems } = await run([
      change(0, 'users/ada', user('Ada', 'Go')),
      'nonsense',
      '',
      '   ',
      change(1, 'events/bad', { description: 'no title' }),
      change(1, 'cities/x', { name: 'X' }),
      change(1, 'users/a/b', {}),
      ask(2, 'stranger', 'nobody'),
      { at: START + 2, ask: { id: 'q', kind: 'nextBigThing', userId: 'ada' } },
      { at: START + 2, ask: { id: 'q', kind: 'constructor', userId: 'ada' } },
      ask(2, 'misspelt', 'ada', { input: { departement: 'Law' } }),
      change(1, 'users/late', user('Late', 'Go')),
      change(2, 'users/bob', user('Bob', 'Go')),
      ask(3, 'good', 'ada'),
      ask(3, 'nul', 'a\0da'),
      ask(3, 'still good', 'bob'),
    ]);
    assert.deepEqual(ranked, { good: ['bob'], 'still good': ['ada'] });
    assert.deepEqual(done, { changes: 2, nights: 0, questions: 2, bad: 10 });
    const { 5: unfit, 15: nul, ...others } = problems;
    assert.match(unfit ?? '', /^events\/bad: title must be text, but is missing/);
    assert.match(nul ?? '', /./);
    assert.deepEqual(others, {
      2: 'The line is not JSON.',
      6: 'cities/x: no collection has this path: declare it, deploy, and run "npm run dead-letters -- replay --all"',
      7: 'users/a/b: no collection has this path: declare it, deploy, and run "npm run dead-letters -- replay --all"',
      8: 'You have no profile yet: save it first.',
      9: `ask.kind must be one of ${Object.keys(KINDS).join(', ')}, not "nextBigThing".`,
      10: `ask.kind must be one of ${Object.keys(KINDS).join(', ')}, not "constructor".`,
      11: '`departement` is not a known field: did you mean `department`?',
      12: `"at" is earlier than on a line before: ${String(START + 1)} after ${String(START + 2)}`,
    });
  });

  it('answers with a user’s own figures and with related events', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `u${String(index).padStart(2, '0')}`);
    const day = 24 * 60 * 60 * 1000;
    const came = (event: string, people: string[]) =>
      people.map((id) =>
        change(8 * day, `events/${event}/attendees/${id}`, {
          status: 'attended',
          attendedAt: START + 8 * day,
        }),
      );
    const { ranked, answers, problems } = await run([
      ...ids.map((id) => change(0, `users/${id}`, user(id))),
      ...['one', 'two', 'three'].map((id) =>
        change(0, `events/${id}`, { title: id, startDate: START + 8 * day }),
      ),
      ...came('one', ids.slice(0, 10)),
      ...came('two', ids.slice(0, 10)),
      ...came('three', ids.slice(5, 30)),
      change(8 * day, 'showcase_posts/p', { userId: 'u00', likes: ['u01', 'u02'] }),
      night(9 * day),
      ask(9 * day, 'events', 'u00', { kind: 'eventInsights', input: { eventId: 'one' } }),
      ask(9 * day, 'none of these', 'u00', {
        kind: 'eventInsights',
        input: { eventId: 'one' },
        candidates: ['three'],
      }),
      ask(9 * day, 'own', 'u00', { kind: 'userAnalytics' }),
      ask(9 * day, 'nothing', 'u00', { kind: 'eventInsights', input: { eventId: 'never' } }),
    ]);
    assert.deepEqual(Object.values(problems), ['There is no such event.']);
    assert.deepEqual([ranked['events'], ranked['none of these']], [['two'], []]);
    const own = answers.find(({ id }) => id === 'own');
    const figures = Object.fromEntries(own?.ids.map((id, index) => [id, own.scores[index]]) ?? []);
    assert.equal(figures['month.events'], 2);
    assert.equal(figures['year.posts'], 1);
    assert.equal(figures['month.reactions'], 2);
    assert.equal(figures['currentStreak'], 1);
    // Six of thirty have about as much, and nobody has more: below are the others and half of the six.
    assert.equal(figures['percentile'], 90);
  });

  it('reports the line that Postgres rejects, though it is applied with others', async () => {
    // Two ids of this length do not fit into one key.
    const long = (): string => randomBytes(1100).toString('base64url');
    const { done, ranked, problems } = await run([
      change(0, 'users/ada', user('Ada', 'Go')),
      change(0, `events/${long()}/attendees/${long()}`, { status: 'going' }),
      change(0, 'users/bob', user('Bob', 'Go')),
      ask(1, 'good', 'ada'),
      change(2, `events/${long()}/attendees/${long()}`, { status: 'going' }),
    ]);
    assert.deepEqual(ranked, { good: ['bob'] });
    assert.deepEqual(problems, { 2: 'Postgres rejects the row.', 5: 'Postgres rejects the row.' });
    assert.deepEqual(done, { changes: 2, nights: 0, questions: 1, bad: 2 });
  });

  it('asks for recommendations, naming skills as the timeline spells them', async () => {
    const recommended = (at: number, id: string, type: string, more: object = {}) => ({
      at: START + at,
      ask: { id, kind: 'recommendations', userId: 'ada', input: { type }, ...more },
    });
    const { ranked, problems } = await run([
      change(0, 'users/ada', user('Ada', 'Golang', 'SQL')),
      change(0, 'users/bob', user('Bob', 'Golang', 'Amazon Web Services', 'ReactJS')),
      change(0, 'users/eve', user('Eve', 'Golang', 'Amazon Web Services')),
      change(0, 'users/zoe', user('Zoe', 'Knitting')),
      change(0, 'events/next', { title: 'Next', startDate: START + 1_000_000 }),
      change(0, 'events/past', { title: 'Past', startDate: START }),
      night(1),
      recommended(2, 'skills', 'skill'),
      recommended(2, 'of them', 'skill', { candidates: ['reactjs', 'Knitting', 'aws', 'golang', 'nothing'] }),
      recommended(2, 'people', 'user'),
      recommended(2, 'events', 'event'),
      recommended(2, 'also past', 'event', { candidates: ['past', 'next', 'nothing'] }),
      recommended(2, 'wrong', 'post'),
    ]);
    assert.deepEqual(Object.keys(problems), ['13']);
    assert.deepEqual(ranked['skills'], ['Amazon Web Services', 'ReactJS', 'Knitting']);
    assert.deepEqual(ranked['of them'], ['aws', 'reactjs', 'Knitting']);
    assert.deepEqual(ranked['people'], ['bob', 'eve', 'zoe']);
    assert.deepEqual(ranked['events'], ['next']);
    assert.deepEqual(ranked['also past']?.sort(), ['next', 'past']);
  });

  it('searches for people as they are at the time, by words and by meaning', async () => {
    const search = (at: number, id: string, query: string, more: object = {}) => ({
      at: START + at,
      ask: { id, kind: 'searchTalent', userId: 'requester', input: { query }, ...more },
    });
    const bio = (name: string, text: string) => ({ ...user(name), bio: text });
    const { ranked, problems } = await run([
      change(0, 'users/ada', bio('Ada', 'Marine animals')),
      change(0, 'users/bob', bio('Bob', 'Violin player in two orchestras')),
      search(1, 'misspelt', 'vioilin'),
      search(1, 'meaning', 'fish and whales'),
      change(2, 'users/bob', bio('Bob', 'Beekeeping')),
      change(2, 'users/ada', null),
      search(3, 'changed', 'beekeeping'),
      search(3, 'gone', 'marine animals'),
      search(4, 'candidates', 'violin', { candidates: ['bob', 'ada', 'nobody'] }),
      search(4, 'wrong', ''),
    ]);
    assert.deepEqual(Object.keys(problems), ['10']);
    assert.equal(ranked['misspelt']?.[0], 'bob');
    assert.equal(ranked['meaning']?.[0], 'ada');
    assert.equal(ranked['changed']?.[0], 'bob');
    assert.ok(!ranked['gone']?.includes('ada'));
    assert.deepEqual(ranked['candidates'], ['bob']);
  });

  it('throws errors that are not the fault of a line', async () => {
    await database.sql`drop table attendance_embeddings`;
    await assert.rejects(run([change(0, 'users/ada', user('Ada')), night(1)]), /attendance_embeddings/);
  });
});
