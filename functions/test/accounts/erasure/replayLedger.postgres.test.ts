import assert from 'node:assert/strict';
import { exportLedger, parseLedger } from '../../../src/accounts/erasure/ledgerFile.ts';
import { readOpenErasure } from '../../../src/accounts/erasure/ledger.ts';
import { replayLedger } from '../../../src/accounts/erasure/replayLedger.ts';
import { personHash } from '../../../src/platform/erasure/keyedHash.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { change } from '../../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { beginErasureOf, finishErasureOf } from '../../support/erasures.ts';

const NOW = new Date('2026-10-01T12:00:00Z');
const ERASED = ['ada', 'bob', 'eve', 'gone'];

describe('a ledger that is replayed onto a restored database', () => {
  let database: TestDatabase;
  let restored: TestDatabase;
  let lines: string[];
  before(async () => {
    [database, restored] = await Promise.all([migratedDatabase(), migratedDatabase()]);
    await beginErasureOf(database.sql, 'ada');
    for (const uid of ERASED.slice(1)) await finishErasureOf(database.sql, uid);
    lines = await exportLedger(database.sql);
    await new Writer(restored.sql, allCollections).apply([
      change('users/ada', 1, { name: 'Ada' }),
      change('events/e', 1, { title: 'Talk', createdBy: 'carol' }),
      change('events/e/attendees/carol', 1, { status: 'attended', checkedInBy: 'bob' }),
    ]);
  });
  after(() => Promise.all([database.drop(), restored.drop()]));

  it('names nobody', () => {
    assert.equal(lines.length, ERASED.length);
    for (const uid of ERASED) assert.ok(!lines.join().includes(`"${uid}"`));
  });

  it('reopens the erasure of everybody who is found in a store, and of nobody else', async () => {
    const found = await replayLedger(restored.sql, parseLedger(lines), {
      sources: [ids('eve', 'carol')],
      now: NOW,
    });
    assert.deepEqual(found.map(({ uid }) => uid).sort(), ['ada', 'bob', 'eve']);
    for (const uid of ['ada', 'bob', 'eve']) {
      const open = await readOpenErasure(restored.sql, personHash(uid));
      assert.deepEqual([open?.subject.uid, open?.dueAt, open?.hasSteps], [uid, NOW, false]);
      assert.ok(open?.beganAt);
    }
    assert.equal(await readOpenErasure(restored.sql, personHash('gone')), null);
  });

  it('keeps everybody in it out of Postgres', async () => {
    const changes = ERASED.map((uid) => change(`users/${uid}`, 5, { name: uid }));
    const outcomes = await new Writer(restored.sql, allCollections).apply(changes);
    assert.deepEqual(new Set(outcomes), new Set(['superseded']));
  });

  it('may be replayed again, and does not take erasures that go on for people', async () => {
    const found = await replayLedger(restored.sql, parseLedger(lines), { sources: [], now: NOW });
    assert.deepEqual(found.map(({ uid }) => uid).sort(), ['ada', 'bob']);
  });

  it('is refused with another key, or if a line is damaged', () => {
    assert.throws(
      () => parseLedger([(lines[0] ?? '').replace(/"key":"../, '"key":"00')]),
      /another ERASURE_KEY/,
    );
    assert.throws(() => parseLedger([lines[0] ?? '', '{']), /Line 2/);
  });
});

async function* ids(...uids: string[]): AsyncGenerator<string> {
  for (const uid of uids) yield await Promise.resolve(uid);
}
