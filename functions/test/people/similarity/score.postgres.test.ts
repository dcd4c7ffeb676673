import assert from 'node:assert/strict';
import { Random } from '../../../../scripts/campus/random.ts';
import { atLevel, atLevelSql, score, scoreSql, skillWeight } from '../../../src/people/similarity/score.ts';
import { pgArray } from '../../../src/platform/postgres.ts';
import { emptyDatabase, type TestDatabase } from '../../support/database.ts';
import { seed } from '../../support/history.ts';

describe('a score in SQL', () => {
  let database: TestDatabase;
  before(async () => {
    database = await emptyDatabase();
  });
  after(() => database.drop());

  it('is the same number', async () => {
    const { sql } = database;
    const random = new Random(seed());
    const evidence = Array.from({ length: 2000 }, () => ({
      talents: random.chance(0.2) ? 0 : random.heavyTailed(0.01, 0.3),
      meetings: random.chance(0.2) ? 0 : random.heavyTailed(0.01, 0.3),
      crowd: random.pick([0, 1, random.unit()]),
    }));
    const column = (name: 'talents' | 'meetings' | 'crowd'): string =>
      pgArray(evidence.map((each) => each[name]));
    const expression = scoreSql(sql, { talents: sql`talents`, meetings: sql`meetings`, crowd: sql`crowd` });
    const rows = await sql<{ score: number }[]>`
      select ${expression} as score
      from unnest(${column('talents')}::float8[], ${column('meetings')}::float8[], ${column('crowd')}::float8[])
        with ordinality as evidence (talents, meetings, crowd, place)
      order by place`;
    assert.equal(rows.length, evidence.length);
    for (const [index, row] of rows.entries()) {
      const expected = score(evidence[index]!);
      assert.ok(Math.abs(row.score - expected) < 1e-12, JSON.stringify(evidence[index]));
    }
  });

  it('has the same weights at each level, to the last digit', async () => {
    const { sql } = database;
    const random = new Random(seed());
    const shares = Array.from({ length: 500 }, () => ({
      weight: skillWeight(random.integer(1, 1_000_000), 1_000_000),
      level: random.integer(1, 5),
    }));
    const rows = await sql<{ worth: number }[]>`
      select ${atLevelSql(sql, sql`weight`, sql`level`)} as worth
      from unnest(
        ${pgArray(shares.map(({ weight }) => weight))}::float8[], ${pgArray(shares.map(({ level }) => level))}::integer[]
      ) with ordinality as share (weight, level, place)
      order by place`;
    assert.deepEqual(
      rows.map(({ worth }) => worth),
      shares.map(({ weight, level }) => atLevel(weight, level)),
    );
  });
});
