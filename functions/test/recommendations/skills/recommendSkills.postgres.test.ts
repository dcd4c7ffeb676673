import assert from 'node:assert/strict';
import { Random } from '../../../../scripts/campus/random.ts';
import { recommendations } from '../../../src/recommendations/recommendations.ts';
import { rankCandidates } from '../../../src/recommendations/lists/makeList.ts';
import { fitSkillWeights } from '../../../src/recommendations/skills/fitSkillWeights.ts';
import { DEFAULT_SETTINGS, skillWeights } from '../../../src/recommendations/skills/skillModel.ts';
import { attendees, Campus, hours, labelOf, NOW, user } from '../campus.ts';

/** Two groups of skills that go together. */
const CIRCLES = [
  ['Go', 'Kubernetes', 'Terraform', 'Linux', 'Docker', 'Ansible', 'Bash', 'Prometheus'],
  ['Oils', 'Watercolour', 'Etching', 'Sculpture', 'Pottery', 'Collage', 'Fresco', 'Mosaic'],
];

describe('recommendSkills', () => {
  let campus: Campus;
  beforeEach(async () => {
    campus = await Campus.open();
  });
  afterEach(() => campus.database.drop());

  /** People of two circles, and a newcomer to each circle with three of its skills. */
  async function writeCircles(people: number): Promise<string[][]> {
    const random = new Random(7);
    const lists = Array.from({ length: people }, (_, k) => [
      ...random.sample(CIRCLES[k % 2]!, 6),
      ...(random.chance(0.3) ? [random.pick(CIRCLES[(k + 1) % 2]!)] : []),
      ...(random.chance(0.5) ? ['English'] : []),
    ]);
    await campus.write(
      Object.fromEntries(
        lists.map((skills, k) => [`users/u${String(k).padStart(4, '0')}`, user(String(k), { skills })]),
      ),
    );
    await campus.write({
      'users/admin': user('Admin', { skills: ['Go', 'Linux', 'Docker'] }),
      'users/artist': user('Artist', { skills: ['Oils', 'Etching', 'Fresco'] }),
    });
    return [...lists, ['Go', 'Linux', 'Docker'], ['Oils', 'Etching', 'Fresco']];
  }

  const names = async (uid: string, limit = 10): Promise<string[]> =>
    (await campus.ask(recommendations, uid, { type: 'skill', limit })).recommendations.map(labelOf);

  it('recommends the skills of people with the same skills', async () => {
    await writeCircles(200);
    await fitSkillWeights(campus.database.sql, NOW);
    assert.deepEqual(
      new Set(await names('admin', 5)),
      new Set(CIRCLES[0]!.filter((skill) => !['Go', 'Linux', 'Docker'].includes(skill))),
    );
    assert.deepEqual(
      new Set(await names('artist', 5)),
      new Set(CIRCLES[1]!.filter((skill) => !['Oils', 'Etching', 'Fresco'].includes(skill))),
    );
    const { recommendations: list } = await campus.ask(recommendations, 'artist', { type: 'skill' });
    assert.match(
      list[0]!.reason,
      /^Goes with (Oils|Etching|Fresco) and (Oils|Etching|Fresco), which you have\.$/,
    );
  });

  it('ranks by the definition of the model', async () => {
    const lists = await writeCircles(40);
    await fitSkillWeights(campus.database.sql, NOW);
    const all = [...new Set(lists.flat())];
    const people = lists.map((own) => Int32Array.from(own, (skill) => all.indexOf(skill)));
    const weights = skillWeights(people, all.length, DEFAULT_SETTINGS);
    for (const [index, own] of people.entries()) {
      const uid = index < 40 ? `u${String(index).padStart(4, '0')}` : ['admin', 'artist'][index - 40]!;
      const scores = new Map(
        all.map((skill, j) => [skill, own.reduce((sum, i) => sum + weights[i * all.length + j]!, 0)]),
      );
      const ranked = await names(uid, 20);
      const expected = all.filter((skill, j) => !own.includes(j) && scores.get(skill)! > 1e-4);
      expected.sort((a, b) => scores.get(b)! - scores.get(a)!);
      assert.equal(ranked.length, all.length - own.length);
      for (const [place, skill] of expected.entries()) {
        // Weights are kept with five decimals.
        assert.ok(Math.abs(scores.get(ranked[place]!)! - scores.get(skill)!) < 2e-4, uid);
      }
    }
  });

  it('counts skills before the first night, says so, and follows a change at once', async () => {
    await writeCircles(200);
    const { missing, recommendations: list } = await campus.ask(recommendations, 'artist', { type: 'skill' });
    assert.match(missing ?? '', /learned overnight/);
    const others = CIRCLES[1]!.filter((skill) => !['Oils', 'Etching', 'Fresco'].includes(skill));
    assert.deepEqual(new Set(list.slice(0, others.length).map(labelOf)), new Set(others));
    assert.equal(list[0]!.reasonKind, 'goes-with');
    assert.equal((await campus.database.sql`select from skill_weights`).length, 0, 'a call fits no model');
    await campus.write({ 'users/artist': user('Artist', { skills: ['Go', 'Linux', 'Docker'] }) });
    assert.ok(CIRCLES[0]!.includes((await names('artist', 1))[0]!));
  });

  it('says when the model was fitted, also from a stored list', async () => {
    await writeCircles(40);
    await fitSkillWeights(campus.database.sql, NOW);
    await campus.ageRows();
    const asOf = async (now: Date): Promise<string> =>
      (await campus.ask(recommendations, 'artist', { type: 'skill' }, { now })).asOf;
    assert.equal(await asOf(hours(1)), NOW.toISOString());
    await fitSkillWeights(campus.database.sql, hours(24));
    assert.equal(await asOf(hours(25)), NOW.toISOString(), 'the stored list is from the first night');
    assert.equal(await asOf(hours(28)), hours(24).toISOString());
  });

  it('counts a skill that the model does not know yet', async () => {
    await writeCircles(100);
    await fitSkillWeights(campus.database.sql, NOW);
    await campus.write({
      'users/new1': user('New', { skills: ['Quantum Weaving', 'Loom Calculus', 'Thread Theory'] }),
      'users/new2': user('New', { skills: ['Quantum Weaving', 'Loom Calculus'] }),
      'users/new3': user('New', { skills: ['Quantum Weaving'] }),
    });
    assert.deepEqual(await names('new3', 2), ['Loom Calculus', 'Thread Theory']);
  });

  it('adopts settings that find hidden skills better, with their metrics', async () => {
    await writeCircles(600);
    await fitSkillWeights(campus.database.sql, NOW);
    const versions = await campus.database.sql`select * from model_versions where model = 'skills'`;
    const known = await campus.database.sql`select distinct model_version from skill_weights`;
    const adopted = versions.filter((row) => row['adopted_at'] !== null).map((row) => row['id']);
    assert.deepEqual(
      known.map((row) => row['model_version']),
      [adopted.at(-1) ?? null],
    );
    for (const { metrics, baseline_metrics: baselines } of versions) {
      assert.ok(metrics.mrr > baselines.plain.mrr, 'better than popularity');
      assert.ok(metrics.mrr > baselines.inUse.mrr);
    }
    const before = versions.length;
    await fitSkillWeights(campus.database.sql, NOW);
    const after = await campus.database.sql`select from model_versions where model = 'skills'`;
    assert.equal(after.length, before, 'the same profiles choose the same settings');
  });

  it('ranks every named candidate that the student does not have', async () => {
    await writeCircles(60);
    await campus.write({
      'users/lonely': user('Lonely', { skills: ['Falconry'] }),
      'events/e': { title: 'E' },
      ...attendees('e', 'lonely'),
    });
    await fitSkillWeights(campus.database.sql, NOW);
    const { sql } = campus.database;
    const all = (await sql`select id::text from skills`).map((row) => row['id'] as string);
    for (const uid of ['admin', 'lonely', 'u0003']) {
      const own = await sql`select skill_id::text as id from user_skills where user_id = ${uid}`;
      const ranked = await rankCandidates({ uid, sql, now: NOW }, 'skill', all);
      const expected = all.filter((id) => !own.some((row) => row['id'] === id));
      assert.deepEqual(ranked.map(({ id }) => id).sort(), expected.sort());
    }
  });
});
