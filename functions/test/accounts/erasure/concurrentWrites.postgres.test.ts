import assert from 'node:assert/strict';
import { callContext } from '../../../../scripts/lib/callContext.ts';
import type { ErasureContext } from '../../../src/accounts/erasure/step.ts';
import { postgresStep } from '../../../src/accounts/erasure/steps/postgres.ts';
import { recordProfileView } from '../../../src/engagement/recordProfileView.ts';
import type { Sql } from '../../../src/platform/postgres.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { beginErasureOf } from '../../support/erasures.ts';
import { rowsNaming } from '../../support/rowsNaming.ts';
import { writeDocuments } from '../../support/writeDocuments.ts';

const ADA = 'ada-x7';
const NOW = new Date('2026-09-01T12:00:00Z');

describe('what is written while the Postgres step runs', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  it('leaves no day to compute of a view that began before they were hidden', async () => {
    const { sql } = database;
    await writeDocuments(sql, { [`users/${ADA}`]: { name: 'Ada' }, 'users/bob': { name: 'Bob' } });
    await beginErasureOf(sql, ADA);
    let step: Promise<unknown> | undefined;
    await database.direct.begin(async (held) => {
      const context = callContext(held as unknown as Sql, 'bob', { now: NOW });
      assert.deepEqual(await recordProfileView.definition.handle(context, { userId: ADA }), {
        counted: true,
      });
      const subject = { uid: ADA, emails: [], names: [], files: [] };
      step = postgresStep.run({ sql, now: NOW, subject } as unknown as ErasureContext);
      await database.untilBlocked();
    });
    await step;
    assert.deepEqual(await rowsNaming(sql, [ADA]), []);
  });
});
