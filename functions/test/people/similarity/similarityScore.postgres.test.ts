import assert from 'node:assert/strict';
import { Random } from '../../../../scripts/campus/random.ts';
import { similarityScore } from '../../../src/people/similarity/similarityScore.ts';
import { skillWeight, UNKNOWN_LEVEL, weightAtLevel } from '../../../src/people/similarity/traitWeights.ts';
import { pgArray } from '../../../src/platform/postgres.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { seed } from '../../support/history.ts';

describe('the similarity score in SQL', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  it('equals similarityScore to the last digit', async () => {
    const { sql } = database;
    const random = new Random(seed());
    const evidence = Array.from({ length: 2000 }, () => ({
      skillScore: random.chance(0.2) ? 0 : random.heavyTailed(0.01, 0.3),
      coAttendance: random.chance(0.2) ? 0 : random.heavyTailed(0.01, 0.3),
      attendanceSimilarity: random.pick([0, 1, random.unit()]),
    }));
    const column = (name: 'skillScore' | 'coAttendance' | 'attendanceSimilarity'): string =>
      pgArray(evidence.map((item) => item[name]));
    const rows = await sql<{ score: number }[]>`
      select similarity_score(skill_score, co_attendance, attendance_similarity) as score
      from unnest(${column('skillScore')}::float8[], ${column('coAttendance')}::float8[], ${column('attendanceSimilarity')}::float8[])
        with ordinality as evidence (skill_score, co_attendance, attendance_similarity, position)
      order by position`;
    assert.deepEqual(
      rows.map((row) => row.score),
      evidence.map((item) => similarityScore(item)),
    );
  });

  it('weights levels like weightAtLevel to the last digit', async () => {
    const { sql } = database;
    const random = new Random(seed());
    const shares = Array.from({ length: 500 }, () => ({
      weight: skillWeight(random.integer(1, 1_000_000), 1_000_000),
      own: random.integer(1, 5),
      other: random.chance(0.2) ? null : random.integer(1, 5),
    }));
    const levels = shares.map(({ other }) => other ?? 0);
    const rows = await sql<{ weight: number }[]>`
      select skill_weight_at_level(weight, own, nullif(other, 0)) as weight
      from unnest(
        ${pgArray(shares.map(({ weight }) => weight))}::float8[], ${pgArray(shares.map(({ own }) => own))}::integer[],
        ${pgArray(levels)}::integer[]
      ) with ordinality as share (weight, own, other, position)
      order by position`;
    assert.deepEqual(
      rows.map((row) => row.weight),
      shares.map(({ weight, own, other }) => weightAtLevel(weight, Math.min(own, other ?? UNKNOWN_LEVEL))),
    );
  });
});
