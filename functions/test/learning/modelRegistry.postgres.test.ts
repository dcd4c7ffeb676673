import assert from 'node:assert/strict';
import { z } from 'zod';
import { keepVersion, modelInUse } from '../../src/learning/modelRegistry.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';

const SCHEMA = z.strictObject({ weight: z.number() });
const DEFAULTS = { weight: 0 };
const day = (number: number): Date => new Date(Date.UTC(2026, 2, number));

describe('versions of a model', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
  });
  afterEach(() => database.drop());

  const keep = (number: number, weight: number, mrr: number, inUse: number): Promise<boolean> =>
    keepVersion(database.sql, day(number), {
      model: 'test',
      parameters: { weight },
      metrics: {
        fitted: { mrr, hit1: mrr },
        inUse: { mrr: inUse, hit1: inUse },
        plain: { mrr: 0.1, hit1: 0 },
      },
      cases: 100,
    });
  const used = async (): Promise<number> =>
    (await modelInUse(database.sql, 'test', SCHEMA, DEFAULTS)).parameters.weight;

  it('are the defaults before there is one', async () => {
    assert.deepEqual(await modelInUse(database.sql, 'test', SCHEMA, DEFAULTS), {
      version: null,
      parameters: DEFAULTS,
    });
  });

  it('replace the one in use only when they are better, and are kept in any case', async () => {
    assert.equal(await keep(1, 1, 0.6, 0.5), true);
    assert.equal(await used(), 1);
    assert.equal(await keep(2, 2, 0.6, 0.6), false);
    assert.equal(await used(), 1);
    assert.equal(await keep(3, 3, 0.61, 0.6), true);
    assert.equal(await used(), 3);
    const kept = await database.sql`
      select parameters, metrics, baseline_metrics, cases, adopted_at is not null as adopted
      from model_versions order by id`;
    assert.equal(kept.length, 3);
    assert.deepEqual(
      { ...kept[1] },
      {
        parameters: { weight: 2 },
        metrics: { mrr: 0.6, hit1: 0.6 },
        baseline_metrics: { inUse: { mrr: 0.6, hit1: 0.6 }, plain: { mrr: 0.1, hit1: 0 } },
        cases: 100,
        adopted: false,
      },
    );
  });

  it('are not used by code that they do not fit', async () => {
    await keep(1, 1, 0.6, 0.5);
    const other = z.strictObject({ otherWeight: z.number() });
    assert.deepEqual(await modelInUse(database.sql, 'test', other, { otherWeight: 7 }), {
      version: null,
      parameters: { otherWeight: 7 },
    });
  });
});
