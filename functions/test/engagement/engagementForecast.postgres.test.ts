import assert from 'node:assert/strict';
import type { Claims } from '../../../scripts/lib/callContext.ts';
import { readCampusRates } from '../../src/engagement/forecast/campusRates.ts';
import { refreshForecastModel } from '../../src/engagement/forecast/refreshForecastModel.ts';
import { engagementForecast, type EngagementForecast } from '../../src/engagement/engagementForecast.ts';
import { studentsAtRisk, type StudentsAtRisk } from '../../src/engagement/studentsAtRisk.ts';
import type { Dependencies } from '../../src/platform/callable.ts';
import { replay } from '../../../scripts/replay/replay.ts';
import { Random } from '../../../scripts/campus/random.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { callAsPerson, withoutRedis } from '../support/dependencies.ts';

const DAY = 24 * 60 * 60 * 1000;
const START = Date.UTC(2025, 0, 1);
const NOW = START + 500 * DAY;

/** Fixed: on about one random campus in 200 the model does not beat the baseline by chance, and is not adopted. */
const SEED = 1;

describe('engagementForecast', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
  });
  afterEach(() => database.drop());

  /** Students of two departments who accept invitations at individual rates; half leave at some point. */
  function campus(random: Random): object[] {
    const user = (name: string, role: string, department: string) => ({
      at: START,
      change: { path: `users/${name}`, data: { email: `${name}@campus.example`, name, role, department } },
    });
    const answers = Array.from({ length: 120 }, (_, index) => {
      const rate = 0.1 * random.unit();
      const until = random.chance(0.5) ? 500 : random.integer(60, 500);
      return Array.from({ length: until }, (_, day) => day)
        .filter(() => random.chance(rate))
        .map((day) => ({
          at: START + day * DAY,
          change: { path: `events/e${String(day)}/attendees/s${String(index)}`, data: { status: 'going' } },
        }));
    });
    return [
      ...Array.from({ length: 120 }, (_, index) =>
        user(`s${String(index)}`, 'student', index % 2 === 0 ? 'Law' : 'Art'),
      ),
      user('dean', 'faculty', 'Law'),
      user('admin', 'admin', 'IT'),
      user('lost', 'faculty', ''),
      ...answers.flat().sort((a, b) => a.at - b.at),
    ];
  }

  async function run(lines: object[]): Promise<Map<unknown, { ids: string[]; scores: number[] }>> {
    const answers = new Map<unknown, { ids: string[]; scores: number[] }>();
    await replay(
      database.sql,
      lines.map((line) => JSON.stringify(line)),
      {
        answer: (answer) => void answers.set(answer.id, answer),
        bad: (line, problem) => assert.fail(`${String(line)}: ${problem}`),
      },
    );
    return answers;
  }

  /** With a role that the caller's token claims, if it is not the one that Postgres has. */
  const claimsOf = (role?: string): Claims | undefined =>
    role === undefined ? undefined : { role, departments: ['Law'] };
  const dependencies = (): Dependencies => withoutRedis(database.sql, new Date(NOW));
  const ask = (
    uid: string,
    data: object = {},
    role?: string,
    others: Partial<Dependencies> = {},
  ): Promise<EngagementForecast> =>
    callAsPerson(
      engagementForecast.definition,
      { uid, data, claims: claimsOf(role) },
      { ...dependencies(), ...others },
    );
  const list = (
    uid: string,
    data: object = {},
    role?: string,
    others: Partial<Dependencies> = {},
  ): Promise<StudentsAtRisk> =>
    callAsPerson(
      studentsAtRisk.definition,
      { uid, data, claims: claimsOf(role) },
      { ...dependencies(), ...others },
    );
  const code = (expected: string) => (refused: unknown) => (refused as { code: string }).code === expected;

  it('is trained at night and gives each user the same probability, asked alone or with others', async () => {
    const ids = Array.from({ length: 120 }, (_, index) => `s${String(index)}`);
    const question = (id: string, more: object) => ({
      at: NOW,
      ask: { id, kind: 'engagementForecast', userId: 's0', ...more },
    });
    const answers = await run([
      ...campus(new Random(SEED)),
      { at: NOW, run: 'nightly' },
      question('all', { candidates: ids }),
      question('30', { candidates: ids, input: { days: 30 } }),
      question('few', { candidates: ids, input: { limit: 3 } }),
      question('one', { candidates: ['s7'] }),
      question('everybody', { input: { limit: 1000 } }),
    ]);
    const all = answers.get('all')!;
    assert.deepEqual(all.ids.toSorted(), ids.toSorted());
    assert.deepEqual(
      all.scores,
      all.scores.toSorted((a, b) => b - a),
    );
    assert.ok(all.scores.every((score) => score > 0 && score < 1));
    assert.deepEqual(answers.get('few')!.ids, all.ids.slice(0, 3));
    assert.deepEqual(answers.get('one')!.scores, [all.scores[all.ids.indexOf('s7')]]);
    assert.equal(answers.get('everybody')!.ids.length, 123);
    const sooner = answers.get('30')!;
    for (const [index, id] of sooner.ids.entries()) {
      assert.ok(sooner.scores[index]! <= all.scores[all.ids.indexOf(id)]!);
    }
    const versions = await database.sql`
      select metrics, baseline_metrics, cases, adopted_at from model_versions where model = 'engagement-forecast'`;
    assert.equal(versions.length, 1);
    assert.ok(versions[0]!['metrics']['60'].brier > 0 && versions[0]!['baseline_metrics']['60'].brier > 0);
    assert.deepEqual(versions[0]!['adopted_at'], new Date(NOW));
  });

  it('forecasts by the rates of the campus while there is too little history, and says so', async () => {
    const soon = campus(new Random(SEED)).filter((line) => (line as { at: number }).at < START + 90 * DAY);
    const answers = await run([
      ...soon,
      { at: START + 90 * DAY, run: 'nightly' },
      {
        at: START + 90 * DAY,
        ask: { id: 'q', kind: 'engagementForecast', userId: 's0', candidates: ['s0'] },
      },
    ]);
    assert.deepEqual(answers.get('q')!.ids, []);
    const then = { now: () => new Date(START + 90 * DAY) };
    const own = await ask('s0', {}, undefined, then);
    assert.deepEqual([own.basis, own.asOf], ['rates', then.now().toISOString()]);
    assert.match(own.missing ?? '', /eight months/);
    const { students, missing } = await list('dean', { below: 1, limit: 200 }, undefined, then);
    assert.equal(missing, own.missing);
    for (const { person, ...forecast } of students) {
      assert.ok(forecast.within30Days > 0 && forecast.within30Days <= forecast.within60Days, person.id);
      assert.ok(forecast.within60Days < 1, person.id);
    }
    const chances = students.map(({ within60Days }) => within60Days);
    assert.ok(new Set(chances).size <= 2);
    assert.deepEqual(
      chances,
      chances.toSorted((a, b) => a - b),
    );
    const rates = await readCampusRates(database.sql, then.now());
    assert.ok(rates.recent[60] > rates.others[60], 'who was active lately is likelier to be active');
    assert.ok([rates.recent[60], rates.others[60]].includes(own.within60Days));
  });

  it('forecasts for somebody new on an empty campus', async () => {
    await run([{ at: NOW, change: { path: 'users/s0', data: { email: 's@campus.example', name: 's0' } } }]);
    const { within30Days, within60Days, reasons } = await ask('s0');
    assert.deepEqual([within30Days, within60Days], [0.5, 0.5]);
    assert.equal(reasons[0]?.text, 'No activity in the last 90 days.');
  });

  it('tells nothing about the activity of fewer than five others while there is no model', async () => {
    const profile = (name: string) => ({
      at: START,
      change: { path: `users/${name}`, data: { email: `${name}@campus.example`, name } },
    });
    await run(['s0', 's1', 's2', 's3'].map(profile));
    const quiet = await ask('s0');
    const post = { userId: 's1', content: 'Hello' };
    await run([{ at: NOW - 10 * DAY, change: { path: 'showcase_posts/p', data: post } }]);
    assert.deepEqual(await ask('s0'), quiet);
  });

  it('is visible to the user, faculty of their department and administrators only', async () => {
    await run(campus(new Random(SEED)));
    await refreshForecastModel(database.sql, new Date(NOW));
    const own = await ask('s0');
    assert.ok(own.basis === 'history' && own.within30Days <= own.within60Days);
    assert.equal(own.reasons.length, own.reasons[0]?.text.startsWith('Not active') ? 1 : 2);
    assert.deepEqual(await ask('dean', { userId: 's0' }), own);
    assert.deepEqual(await ask('admin', { userId: 's0' }), own);
    for (const [uid, userId] of [
      ['s1', 's0'],
      ['dean', 's1'],
      ['dean', 'nobody'],
      ['nobody', 's0'],
    ] as const) {
      await assert.rejects(ask(uid, { userId }), code('permission-denied'), `${uid} asks about ${userId}`);
    }
    await assert.rejects(ask('lost', { userId: 's0' }), code('failed-precondition'), 'has no department');
    await assert.rejects(ask('nobody'), code('not-found'));
  });

  it('lists students at risk of the caller’s own department, the least likely first, without e-mail addresses', async () => {
    await run(campus(new Random(SEED)));
    await refreshForecastModel(database.sql, new Date(NOW));
    const { students } = await list('dean', { below: 1, limit: 200 });
    assert.ok(students.length > 5);
    assert.ok(students.every(({ person }) => person.department === 'Law'));
    const chances = students.map(({ within60Days }) => within60Days);
    assert.deepEqual(
      chances,
      chances.toSorted((a, b) => a - b),
    );
    const middle = chances[Math.floor(chances.length / 2)]!;
    const fewer = await list('dean', { below: middle, limit: 200 });
    assert.deepEqual(
      fewer.students,
      students.filter(({ within60Days }) => within60Days < middle),
    );
    assert.doesNotMatch(JSON.stringify(students), /@|email/);
    const everywhere = await list('admin', { below: 1, limit: 200 });
    assert.equal(new Set(everywhere.students.map(({ person }) => person.department)).size, 2);
    const art = await list('admin', { below: 1, department: 'Art' });
    assert.ok(art.students.every(({ person }) => person.department === 'Art'));

    await assert.rejects(list('dean', { department: 'Art' }), code('permission-denied'));
    await assert.rejects(list('lost'), code('failed-precondition'));
    await assert.rejects(list('s0'), code('permission-denied'));
  });

  it('refuses callers that Firestore has demoted, whatever Postgres says', async () => {
    await run(campus(new Random(SEED)));
    await refreshForecastModel(database.sql, new Date(NOW));
    for (const [uid, role] of [
      ['dean', 'student'],
      ['dean', 'no such role'],
      ['admin', 'alumni'],
    ] as const) {
      await assert.rejects(list(uid, {}, role), code('permission-denied'), `${uid} as ${role}`);
      await assert.rejects(ask(uid, { userId: 's0' }, role), code('permission-denied'), `${uid} as ${role}`);
    }
    await assert.rejects(ask('admin', { userId: 's1' }, 'faculty'), code('permission-denied'), 'of Art');
    assert.equal((await ask('admin', { userId: 's0' }, 'faculty')).userId, 's0', 'of Law');
  });
});
