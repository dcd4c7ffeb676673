import assert from 'node:assert/strict';
import { requestExport } from '../../../src/accounts/export/exportRequests.ts';
import { recordProfileView } from '../../../src/engagement/recordProfileView.ts';
import { recomputeScores } from '../../../src/engagement/score/recomputeScores.ts';
import { issueCode } from '../../../src/events/checkIns/checkInCodes.ts';
import { reserveUpload } from '../../../src/media/uploads/reserveUpload.ts';
import { refreshMatchingStatistics } from '../../../src/people/matching/refreshMatchingStatistics.ts';
import { recordAct } from '../../../src/platform/audit/recordAct.ts';
import { DomainError } from '../../../src/platform/errors.ts';
import { countInPostgres } from '../../../src/platform/limits/postgresCounts.ts';
import type { Sql } from '../../../src/platform/postgres.ts';
import { storeFeedback } from '../../../src/recommendations/feedback/storeFeedback.ts';
import { storeList } from '../../../src/recommendations/lists/storedLists.ts';
import { callContext } from '../../../../scripts/lib/callContext.ts';
import { change } from '../../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { beginErasureOf, finishErasureOf } from '../../support/erasures.ts';
import { rowsNaming } from '../../support/rowsNaming.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';

const ADA = 'ada-x7';
const NOW = new Date('2026-09-01T12:00:00Z');

/** Whatever writes a row about whom it is called by or about, with a token that is still valid. */
const WRITERS: Record<string, (sql: Sql) => Promise<unknown>> = {
  'profile views of theirs': (sql) =>
    recordProfileView.definition.handle(callContext(sql, ADA, { now: NOW }), { userId: 'bob' }),
  'profile views of them': (sql) =>
    recordProfileView.definition.handle(callContext(sql, 'bob', { now: NOW }), { userId: ADA }),
  'their feedback': (sql) =>
    storeFeedback({ uid: ADA, sql, now: NOW }, [{ type: 'user', id: 'bob', action: 'dismissed' }]),
  'feedback on them': (sql) =>
    storeFeedback({ uid: 'bob', sql, now: NOW }, [{ type: 'user', id: ADA, action: 'dismissed' }]),
  'their stored lists': (sql) => storeList({ uid: ADA, sql, now: NOW }, 'user', listOf('bob'), NOW),
  "others' stored lists": (sql) => storeList({ uid: 'bob', sql, now: NOW }, 'user', listOf(ADA), NOW),
  uploads: (sql) =>
    reserveUpload(sql, {
      ...{
        uid: ADA,
        fileType: 'image',
        format: 'png',
        sizeBytes: 10,
        purpose: 'profile',
        source: 'web',
        now: NOW,
      },
    }),
  exports: (sql) => requestExport(sql, ADA, NOW),
  'check-in codes': (sql) => issueCode(sql, { eventId: 'e', issuedBy: ADA }, NOW),
  'counts of calls': (sql) =>
    countInPostgres(sql, { callable: 'x', uid: ADA, limit: { calls: 1, seconds: 60 } }),
  'acts of theirs': (sql) =>
    recordAct(sql, {
      actor: { uid: ADA, role: 'admin', reach: 'everyone' },
      action: 'x',
      subjects: ['bob'],
      outcome: 'ok',
    }),
  'acts about them': (sql) =>
    recordAct(sql, {
      actor: { uid: 'bob', role: 'admin', reach: 'everyone' },
      action: 'x',
      subjects: [ADA, 'eve'],
      outcome: 'ok',
    }),
  'acts of operators': (sql) =>
    recordAct(sql, { actor: { operator: 'ops' }, action: 'x', subjects: [ADA], outcome: 'ok' }),
  'engagement scores': (sql) => recomputeScores(sql, NOW),
  'attendance embeddings': (sql) => refreshMatchingStatistics(sql, NOW),
};

describe('a call of somebody erased, whose token is still valid', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
    await new Writer(database.sql, allCollections).apply(
      ['bob', 'eve'].map((id) => change(`users/${id}`, 1, { name: id })),
    );
  });
  after(() => database.drop());

  for (const erase of [beginErasureOf, finishErasureOf]) {
    for (const [kind, write] of Object.entries(WRITERS)) {
      it(`leaves no row that names them: ${kind}, ${erase === beginErasureOf ? 'while they are looked for' : 'for good'}`, async () => {
        await database.sql`delete from erasures`;
        await erase(database.sql, ADA);
        await write(database.sql).catch((error: unknown) => {
          if (!(error instanceof DomainError)) throw error;
        });
        assert.deepEqual(await rowsNaming(database.sql, [ADA]), []);
      });
    }
  }

  it("counts in the audit log, under a pseudonym that is nobody's", async () => {
    const [row] = await database.sql`
      select cardinality(subjects) as subjects, (select count(*)::integer from audit_keys where pseudonym = any (subjects)) as known
      from audit_log where operator is null and cardinality(subjects) = 2 limit 1`;
    assert.deepEqual({ ...row }, { subjects: 2, known: 1 });
  });
});

function listOf(id: string): Parameters<typeof storeList>[2] {
  const entry = {
    id,
    score: 1,
    reason: 'x',
    group: null,
    reasonKind: 'x',
    modelVersion: null,
    expiresAt: null,
    signals: {},
  };
  return { asOf: NOW, entries: [entry] } as unknown as Parameters<typeof storeList>[2];
}
