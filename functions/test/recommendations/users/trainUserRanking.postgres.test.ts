import assert from 'node:assert/strict';
import { recommendations, type Recommendations } from '../../../src/recommendations/recommendations.ts';
import { recordFeedback } from '../../../src/recommendations/recordFeedback.ts';
import { trainUserRanking } from '../../../src/recommendations/users/trainUserRanking.ts';
import { DEFAULT_WEIGHTS, userRankingModel } from '../../../src/recommendations/users/userSignals.ts';
import { Random } from '../../../../scripts/campus/random.ts';
import { Campus, connection, hours, user } from '../campus.ts';

describe('trainUserRanking', () => {
  let campus: Campus;
  beforeEach(async () => {
    campus = await Campus.open();
  });
  afterEach(() => campus.database.drop());

  const ids = (count: number): string[] => Array.from({ length: count }, (_, k) => `p${String(k)}`);
  const department = (id: string): string => ['Physics', 'Law', 'Arts'][Number(id.slice(1)) % 3] ?? '';

  const skills = new Map<string, string[]>();
  const sharedSkills = (a: string, b: string): number =>
    (skills.get(a) ?? []).filter((skill) => skills.get(b)?.includes(skill)).length;

  /** People with a few skills each. */
  async function people(count: number): Promise<void> {
    const random = new Random(3);
    const all = Array.from({ length: 12 }, (_, k) => `Skill ${String(k)}`);
    for (const id of ids(count)) skills.set(id, random.sample(all, 4));
    await campus.write(
      Object.fromEntries(
        ids(count).map((id) => [
          `users/${id}`,
          user(id, { department: department(id), skills: skills.get(id) ?? [] }),
        ]),
      ),
    );
  }

  const shownTo = (id: string, now: Date): Promise<Recommendations> =>
    campus.ask(recommendations, id, { type: 'user', limit: 12 }, { now });

  /** Everybody opens those in their list with whom they share most skills; the default weights prefer their department. */
  async function openSkilled(count: number): Promise<void> {
    for (const [k, id] of ids(count).entries()) {
      const { recommendations: list } = await shownTo(id, hours(k));
      const items = list.flatMap(({ id: other }) => [
        { type: 'user', id: other, action: 'shown' },
        ...(sharedSkills(id, other) >= 3 ? [{ type: 'user', id: other, action: 'opened' }] : []),
      ]);
      await campus.ask(recordFeedback, id, { items }, { now: hours(k) });
    }
  }

  it('keeps the defaults while there is too little feedback', async () => {
    await people(12);
    await openSkilled(12);
    assert.equal(await trainUserRanking(campus.database.sql, hours(100)), false);
    assert.deepEqual(await userRankingModel.inUse(campus.database.sql), {
      version: null,
      trainedAt: null,
      parameters: DEFAULT_WEIGHTS,
    });
  });

  it('adopts weights that rank the later feedback better, and ranks by them from then on', async () => {
    await people(90);
    await openSkilled(90);
    const { sql } = campus.database;
    assert.equal(await trainUserRanking(sql, hours(100)), true);
    const { version, parameters } = await userRankingModel.inUse(sql);
    assert.ok(version !== null && parameters.similarity > 2 * DEFAULT_WEIGHTS.similarity);
    const [kept] = await sql<
      { metrics: { mrr: number }; baseline_metrics: Record<string, { mrr: number }> }[]
    >`
      select metrics, baseline_metrics from model_versions where id = ${version}`;
    assert.ok((kept?.metrics.mrr ?? 0) > (kept?.baseline_metrics['inUse']?.mrr ?? 1));
    const { recommendations: list } = await shownTo('p0', hours(200));
    assert.deepEqual(new Set(list.map(({ modelVersion }) => modelVersion)), new Set([version]));
    assert.ok(sharedSkills('p0', list[0]?.id ?? '') >= 3);
  });

  it('stores the signals as they were when a person was shown', async () => {
    await people(6);
    await campus.write({ ...connection('p0', 'p1'), ...connection('p1', 'p2') });
    const send = (action: string, now: Date) =>
      campus.ask(recordFeedback, 'p0', { items: [{ type: 'user', id: 'p2', action }] }, { now });
    await shownTo('p0', hours(0));
    await send('shown', hours(0));
    // Connected since, they are in no list any more.
    await campus.write(connection('p0', 'p2'));
    assert.ok((await shownTo('p0', hours(2))).recommendations.every(({ id }) => id !== 'p2'));
    await send('accepted', hours(2));
    const rows = await campus.database.sql<{ signals: Record<string, number> }[]>`
      select signals from recommendation_feedback where target_id = 'p2'`;
    const [{ similarity = NaN, ...others } = {}] = rows.map(({ signals }) => signals);
    assert.deepEqual(others, { mutualConnections: Math.log(2), sameDepartment: 0 });
    assert.ok(similarity >= 0 && similarity < 1);
  });
});
