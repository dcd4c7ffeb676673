import assert from 'node:assert/strict';
import { audit } from '../../src/accounts/audit.ts';
import { forgetPerson } from '../../src/platform/audit/forgetPerson.ts';
import { recordAct } from '../../src/platform/audit/recordAct.ts';
import type { Sql } from '../../src/platform/postgres.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { callAsPerson, withoutRedis } from '../support/dependencies.ts';
import { writeDocuments } from '../support/writeDocuments.ts';

type AuditLog = Awaited<ReturnType<typeof audit.definition.handle>>;

describe('audit', () => {
  let database: TestDatabase;
  let sql: Sql;
  beforeEach(async () => {
    database = await migratedDatabase();
    ({ sql } = database);
    await writeDocuments(sql, {
      'users/ada': { name: 'Ada', visibility: { search: false } },
      'users/teacher': { name: 'Teacher' },
    });
    await look('teacher', 'userAnalytics', ['ada']);
    await look('teacher', 'studentsAtRisk', [
      'ada',
      'bob',
      ...Array.from({ length: 5 }, (_, n) => `s${String(n)}`),
    ]);
    await look('dean', 'userAnalytics', ['bob']);
    await recordAct(sql, {
      actor: { operator: 'root' },
      action: 'dead-letters show',
      subjects: ['ada'],
      outcome: 'ok',
      detail: { id: 7 },
    });
  });
  afterEach(() => database.drop());

  const look = (uid: string, action: string, subjects: string[]): Promise<void> =>
    recordAct(sql, {
      actor: { uid, role: 'faculty', reach: 'departments' },
      action,
      subjects,
      outcome: 'ok',
    });

  const ask = (data: object): Promise<AuditLog> =>
    callAsPerson(
      audit.definition,
      { uid: 'boss', data, claims: { role: 'admin' } },
      withoutRedis(sql, new Date()),
    );

  /** Who did what to how many people. */
  const inShort = ({ entries }: AuditLog): string[] =>
    entries.map(({ by, operator, action, about }) =>
      [by?.id ?? operator ?? 'erased', action, about.total, ...about.items.map(({ id }) => id)].join(' '),
    );

  it('finds whom somebody looked up, and who looked somebody up', async () => {
    assert.deepEqual(inShort(await ask({ by: 'teacher' })), [
      'teacher studentsAtRisk 7 ada bob s0 s1 s2',
      'teacher userAnalytics 1 ada',
    ]);
    assert.deepEqual(inShort(await ask({ of: 'ada', action: 'userAnalytics' })), [
      'teacher userAnalytics 1 ada',
    ]);
    assert.deepEqual(inShort(await ask({ of: 'ada', action: 'dead-letters show' })), [
      'root dead-letters show 1 ada',
    ]);
    assert.deepEqual(inShort(await ask({ of: 'ada', by: 'dean' })), []);
    assert.deepEqual(inShort(await ask({ of: 'nobody' })), []);
  });

  it('is recorded itself, with whom it was about and everybody whom it showed', async () => {
    await ask({ of: 'ada', by: 'boss' });
    await ask({ by: 'dean' });
    await ask({ action: 'dead-letters show' });
    assert.deepEqual(inShort(await ask({ by: 'boss' })), [
      'boss audit 1 ada',
      'boss audit 2 bob dean',
      'boss audit 2 ada boss',
    ]);
  });

  it('shows everybody who has a profile, and who has none by their id', async () => {
    const [entry] = (await ask({ of: 'bob', by: 'teacher' })).entries;
    assert.ok(entry?.by?.person?.name === 'Teacher');
    assert.deepEqual(entry.about.items.map(({ id, person }) => [id, person?.name]).slice(0, 2), [
      ['ada', 'Ada'],
      ['bob', undefined],
    ]);
  });

  it('counts those who were erased, and does not find them', async () => {
    await forgetPerson(sql, 'ada');
    await forgetPerson(sql, 'teacher');
    assert.deepEqual(inShort(await ask({ of: 'ada' })), []);
    assert.deepEqual(inShort(await ask({ by: 'teacher' })), []);
    assert.deepEqual(inShort(await ask({ action: 'userAnalytics' })), [
      'dean userAnalytics 1 bob',
      'erased userAnalytics 1',
    ]);
  });

  it('gives the newest first, each once however it is paged', async () => {
    const actions: string[] = [];
    let cursor: string | null = null;
    do {
      const page: AuditLog = await ask({ by: 'teacher', limit: 1, ...(cursor !== null && { cursor }) });
      actions.push(...page.entries.map(({ action }) => action));
      ({ cursor } = page);
    } while (cursor !== null);
    assert.deepEqual(actions, ['studentsAtRisk', 'userAnalytics']);
    const { cursor: foreign } = await ask({ by: 'teacher', limit: 1 });
    for (const wrong of [{ by: 'dean', cursor: foreign }, { cursor: 'x' }])
      await assert.rejects(ask(wrong), { code: 'invalid-argument' });
  });

  it('keeps to a period', async () => {
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
    assert.equal((await ask({ by: 'teacher', to: inAnHour })).entries.length, 2);
    assert.equal((await ask({ by: 'teacher', from: inAnHour })).entries.length, 0);
    for (const wrong of [
      { from: '0000-01-01T00:00:00Z' },
      { to: 'yesterday' },
      { from: '2026-13-01T00:00:00Z' },
    ])
      await assert.rejects(ask(wrong), { code: 'invalid-argument' });
  });
});
