import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineModel, KEPT_VERSIONS } from '../../src/learning/modelRegistry.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';

const model = defineModel<{ weight: number }, { weight: number }>({
  name: 'test',
  schema: z.strictObject({ weight: z.number() }),
  defaults: { weight: 0 },
});
const day = (number: number): Date => new Date(Date.UTC(2026, 2, number));

describe('a model in the registry', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
  });
  afterEach(() => database.drop());

  const save = (number: number, weight: number, isAdopted: boolean): Promise<void> =>
    model.save(database.sql, day(number), {
      parameters: { weight },
      metrics: { mrr: 0.6 },
      baselineMetrics: { plain: { mrr: 0.1 } },
      cases: 100,
      isAdopted,
    });
  const versions = async (): Promise<number[]> => {
    const rows = await database.sql<{ id: number }[]>`select id from model_versions order by id`;
    return rows.map(({ id }) => id);
  };

  it('uses the defaults until a version is adopted', async () => {
    const defaults = { version: null, trainedAt: null, parameters: { weight: 0 } };
    assert.deepEqual(await model.inUse(database.sql), defaults);
    await save(1, 1, false);
    assert.deepEqual(await model.inUse(database.sql), defaults);
  });

  it('uses the version adopted last, and keeps the others with their metrics', async () => {
    await save(1, 1, true);
    await save(2, 2, true);
    await save(3, 3, false);
    const { trainedAt, parameters } = await model.inUse(database.sql);
    assert.deepEqual([trainedAt, parameters], [day(2), { weight: 2 }]);
    const saved = await database.sql`
      select parameters, metrics, baseline_metrics, cases, adopted_at is not null as adopted
      from model_versions order by id`;
    assert.equal(saved.length, 3);
    assert.deepEqual(
      { ...saved[2] },
      {
        parameters: { weight: 3 },
        metrics: { mrr: 0.6 },
        baseline_metrics: { plain: { mrr: 0.1 } },
        cases: 100,
        adopted: false,
      },
    );
  });

  it('falls back on the defaults when the saved parameters no longer fit the schema', async () => {
    await save(1, 1, true);
    const changed = defineModel({
      name: 'test',
      schema: z.strictObject({ otherWeight: z.number() }),
      defaults: null,
    });
    assert.deepEqual(await changed.inUse(database.sql), { version: null, trainedAt: null, parameters: null });
  });

  it('prunes old versions, except the one in use and those that rows refer to', async () => {
    await save(1, 1, false);
    await save(2, 2, true);
    await save(3, 3, false);
    await save(4, 4, false);
    const [unused = 0, inUse = 0, referenced = 0, also = 0] = await versions();
    await database.sql`
      insert into users (id, email, name, firebase_data, version, live) values ('ada', 'x', 'X', '{}', 1, true)`;
    await database.sql`
      insert into recommendation_feedback (user_id, type, target_id, model_version)
      values ('ada', 'event', 'e', ${referenced})`;
    for (let number = 5; number < 5 + KEPT_VERSIONS - 1; number += 1) await save(number, number, false);
    assert.ok(!(await versions()).includes(unused));
    assert.ok((await versions()).includes(also));
    await save(5 + KEPT_VERSIONS, 0, false);
    const kept = await versions();
    assert.equal(kept.length, KEPT_VERSIONS + 2);
    assert.deepEqual(kept.slice(0, 2), [inUse, referenced]);
  });

  it('leaves the versions of other models alone', async () => {
    const other = defineModel({ name: 'other', schema: z.object({}), defaults: {} });
    const candidate = { parameters: {}, metrics: {}, baselineMetrics: {}, cases: 1, isAdopted: false };
    await other.save(database.sql, day(1), candidate);
    const [first] = await versions();
    for (let number = 2; number < 4 + KEPT_VERSIONS; number += 1) await save(number, 1, false);
    assert.equal((await versions())[0], first);
  });
});
