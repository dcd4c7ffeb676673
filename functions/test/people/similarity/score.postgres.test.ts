import assert from 'node:assert/strict';
import { Random } from '../../../../scripts/campus/random.ts';
import { atLevel, score, skillWeight, UNKNOWN_LEVEL } from '../../../src/people/similarity/score.ts';
import { pgArray } from '../../../src/platform/postgres.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { seed } from '../../support/history.ts';

describe('a score in SQL', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  it('is the same number, to the last digit', async () => {
    const { sql } = database;
    const random = new Random(seed());
    const evidence = Array.from({ length: 2000 }, () => ({
      talents: random.chance(0.2) ? 0 : random.heavyTailed(0.01, 0.3),
      meetings: random.chance(0.2) ? 0 : random.heavyTailed(0.01, 0.3),
      crowd: random.pick([0, 1, random.unit()]),
    }));
    const column = (name: 'talents' | 'meetings' | 'crowd'): string =>
      pgArray(evidence.map((each) => each[name]));
    const rows = await sql<{ score: number }[]>`
      select similarity_score(talents, meetings, crowd) as score
      from unnest(${column('talents')}::float8[], ${column('meetings')}::float8[], ${column('crowd')}::float8[])
        with ordinality as evidence (talents, meetings, crowd, place)
      order by place`;
    assert.deepEqual(
      rows.map((row) => row.score),
      evidence.map((each) => score(each)),
    );
  });

  it('has the same weights at each level, to the last digit', async () => {
    const { sql } = database;
    const random = new Random(seed());
    const shares = Array.from({ length: 500 }, () => ({
      weight: skillWeight(random.integer(1, 1_000_000), 1_000_000),
      mine: random.integer(1, 5),
      theirs: random.chance(0.2) ? null : random.integer(1, 5),
    }));
    const levels = shares.map(({ theirs }) => theirs ?? 0);
    const rows = await sql<{ worth: number }[]>`
      select similarity_at_level(weight, mine, nullif(theirs, 0)) as worth
      from unnest(
        ${pgArray(shares.map(({ weight }) => weight))}::float8[], ${pgArray(shares.map(({ mine }) => mine))}::integer[],
        ${pgArray(levels)}::integer[]
      ) with ordinality as share (weight, mine, theirs, place)
      order by place`;
    assert.deepEqual(
      rows.map(({ worth }) => worth),
      shares.map(({ weight, mine, theirs }) => atLevel(weight, Math.min(mine, theirs ?? UNKNOWN_LEVEL))),
    );
  });
});
