import assert from 'node:assert/strict';
import type { Claims } from '../../../scripts/lib/callContext.ts';
import { careerPaths, type CareerPaths } from '../../src/careers/careerPaths.ts';
import { refreshCareerPaths } from '../../src/careers/paths/refreshCareerPaths.ts';
import { replay } from '../../../scripts/replay/replay.ts';
import { importTaxonomy, type TaxonomyItem } from '../../../scripts/skills/importTaxonomy.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { callAsPerson, withoutRedis } from '../support/dependencies.ts';

const YEAR = 365 * 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 0, 1);

describe('careerPaths', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
  });
  afterEach(() => database.drop());

  const user = (name: string, role: string, skills: string[] = []) => ({
    at: 1,
    change: { path: `users/${name}`, data: { email: `${name}@campus.example`, name, role, skills } },
  });
  const positions = (name: string, ...titles: string[]) =>
    titles.map((title, index) => ({
      at: 1,
      change: {
        path: `users/${name}/positions/p${String(index)}`,
        data: { title, startDate: NOW - (titles.length - index) * 2 * YEAR },
      },
    }));
  const question = (id: string, userId: string, candidates?: string[]) => ({
    at: NOW,
    ask: { id, kind: 'careerPaths', userId, ...(candidates && { candidates }) },
  });

  /** Twelve moved from software engineer to senior, three to astronaut, with titles spelled in several ways. */
  const campus = [
    ...Array.from({ length: 15 }, (_, index) =>
      user(`a${String(index)}`, 'alumni', index < 12 ? ['Go', 'SQL'] : ['Latin']),
    ),
    ...Array.from({ length: 15 }, (_, index) =>
      positions(
        `a${String(index)}`,
        index % 2 === 0 ? 'SWE' : 'Software Engineer',
        index >= 12 ? 'Astronaut' : index % 3 === 0 ? 'Sr. SWE' : 'Senior Software Engineer',
      ),
    ).flat(),
    user('ada', 'student', ['SQL']),
    user('root', 'admin', ['SQL']),
    user('new', 'student'),
    ...positions('ada', 'software engineer II'),
    ...positions('root', 'Software Engineers'),
  ];

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

  const ask = (uid: string, claims?: Claims): Promise<CareerPaths> =>
    callAsPerson(
      careerPaths.definition,
      { uid, data: {}, claims },
      withoutRedis(database.sql, new Date(NOW)),
    );

  it('ranks titles in their most common spelling, or candidates as they are written', async () => {
    const answers = await run([
      ...campus,
      { at: NOW, run: 'nightly' },
      question('free', 'ada'),
      question('given', 'ada', ['ASTRONAUT', 'snr. software engineer', 'Beekeeper']),
      question('first', 'new'),
      question('nobody', 'unknown'),
    ]);
    const free = answers.get('free')!;
    assert.deepEqual(free.ids.slice(0, 2), ['Senior Software Engineer', 'Astronaut']);
    assert.ok(free.scores.reduce((sum, score) => sum + score, 0) <= 1 + 1e-9);
    const given = answers.get('given')!;
    assert.deepEqual(given.ids, ['snr. software engineer', 'ASTRONAUT', 'Beekeeper']);
    assert.ok(given.scores[0]! > 2 * given.scores[1]! && given.scores[2] === 0);
    assert.equal(answers.get('first')!.ids[0], 'SWE');
    assert.deepEqual(answers.get('nobody')!.ids, []);
  });

  it('shows rounded figures and nothing about fewer than five people, except to administrators', async () => {
    await run([...campus, { at: NOW, run: 'nightly' }]);
    const { from, paths } = await ask('ada');
    assert.equal(from, 'software engineer II');
    assert.deepEqual(
      paths.map(({ title }) => title),
      ['Senior Software Engineer'],
    );
    const [senior] = paths;
    assert.ok(senior !== undefined && senior.probability > 0.5);
    assert.deepEqual(senior.alumni, { people: 10, share: 0.67, medianMonths: 24 });
    assert.deepEqual(
      senior.skills.map(({ name, reason }) => [name, reason]),
      [['Go', '100 % of people who are or were Senior Software Engineer have it.']],
    );

    const exact = await ask('root');
    const astronaut = exact.paths.find(({ title }) => title === 'Astronaut');
    assert.deepEqual(astronaut?.alumni, { people: 3, share: 0.2, medianMonths: 24 });
    assert.deepEqual(exact.paths[0]?.alumni?.people, 12);

    const demoted = await ask('root', { role: 'student' });
    assert.ok(
      !demoted.paths.some(({ title }) => title === 'Astronaut'),
      'Postgres still has an administrator',
    );
  });

  it('computes the paths of a small campus in the first call, the same as the night does', async () => {
    await run(campus);
    const before = await ask('ada');
    assert.deepEqual([before.asOf, before.missing], [new Date(NOW).toISOString(), null]);
    assert.equal(before.paths[0]?.title, 'Senior Software Engineer');
    await database.sql`delete from career_refresh`;
    await run([{ at: NOW, run: 'nightly' }]);
    assert.deepEqual(await ask('ada'), before);
  });

  it('says why there are no paths', async () => {
    await run([user('ada', 'student')]);
    const { paths, from, missing } = await ask('ada');
    assert.deepEqual([paths, from], [[], null]);
    assert.match(missing ?? '', /Too few people/);
  });

  it('does not reveal that one person left', async () => {
    await run([...campus, { at: NOW, run: 'nightly' }]);
    const before = await ask('ada');
    await run([{ at: NOW + 1, change: { path: 'users/a1', data: null } }]);
    await database.sql`delete from career_refresh`;
    await refreshCareerPaths(database.sql, new Date(NOW + 2));
    const after = await ask('ada');
    const figures = ({ paths }: CareerPaths) =>
      paths.map(({ title, alumni, skills }) => ({ title, alumni, skills }));
    assert.deepEqual(
      figures(after).map(({ title, alumni }) => [title, alumni?.people]),
      figures(before).map(({ title, alumni }) => [title, alumni?.people]),
    );
  });

  it('falls back on the taxonomy where nobody has moved, with the skills it requires', async () => {
    const occupation = (code: string, name: string, description: string): TaxonomyItem => ({
      type: 'concept',
      concept: { kind: 'occupation', code, name, description },
    });
    const items: TaxonomyItem[] = [
      occupation('1', 'Bakers', 'Bake bread and cakes in ovens'),
      occupation('2', 'Pastry Chefs', 'Bake cakes and pastry in ovens'),
      occupation('3', 'Judges', 'Decide lawsuits in courts'),
      { type: 'concept', concept: { kind: 'skill', code: 'oven', name: 'Ovens', description: null } },
      {
        type: 'relation',
        from: { kind: 'occupation', code: '2' },
        to: { kind: 'skill', code: 'oven' },
        kind: 'uses',
      },
    ];
    async function* stream(): AsyncGenerator<TaxonomyItem> {
      await Promise.resolve();
      yield* items;
    }
    await importTaxonomy(database.sql, 'onet', stream());
    const answers = await run([
      user('bea', 'student'),
      user('cem', 'student', ['Ovens']),
      ...positions('bea', 'baker'),
      { at: NOW, run: 'nightly' },
      question('q', 'bea', ['Judge', 'pastry chef']),
    ]);
    assert.deepEqual(answers.get('q')!.ids, ['pastry chef', 'Judge']);
    const { paths } = await ask('bea');
    assert.equal(paths[0]?.title, 'Pastry Chefs');
    assert.equal(paths[0].alumni, null);
    assert.deepEqual(
      paths[0].skills.map(({ reason }) => reason),
      ['Work as Pastry Chefs requires it.'],
    );
  });

  it('leaves what a clean run leaves when run twice, concurrently, or after a killed run', async () => {
    await run(campus);
    const state = () => database.sql`
      select context_id, title_key, weight, people, median_days from career_moves order by 1, 2`;
    await refreshCareerPaths(database.sql, new Date(NOW));
    const clean = await state();
    assert.ok(clean.length > 10);
    await database.sql`delete from career_refresh`;
    await assert.rejects(
      database.sql.begin(async (sql) => {
        await sql`delete from career_contexts`;
        throw new Error('killed');
      }),
    );
    const runs = await Promise.all([1, 2, 3].map(() => refreshCareerPaths(database.sql, new Date(NOW))));
    assert.ok(runs.some((careers) => careers === 16));
    assert.deepEqual(await state(), clean);
    assert.equal(await refreshCareerPaths(database.sql, new Date(NOW)), 0, 'nothing has changed');
  });
});
