import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { forgetPerson } from '../../functions/src/platform/audit/forgetPerson.ts';
import { readActs } from '../../functions/src/platform/audit/readActs.ts';
import { recordAct } from '../../functions/src/platform/audit/recordAct.ts';
import { migratedDatabase, type TestDatabase } from '../../functions/test/support/database.ts';
import { writeDocuments } from '../../functions/test/support/writeDocuments.ts';
import { ROOT } from '../lib/root.ts';

describe('npm run audit', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
    await writeDocuments(database.sql, { 'users/teacher': { name: 'Grace' }, 'users/ada': { name: 'Ada' } });
    await recordAct(database.sql, {
      actor: { uid: 'teacher', role: 'faculty', reach: 'departments' },
      action: 'studentsAtRisk',
      subjects: ['ada', 'bob', 'eve', 'tim', 'gone'],
      outcome: 'ok',
      detail: { department: 'law' },
    });
    await forgetPerson(database.sql, 'gone');
  });
  after(() => database.drop());

  const run = async (script: string, ...args: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(ROOT, 'scripts', script), ...args],
      { env: { ...process.env, DATABASE_URL: database.url } },
    );
    return stdout;
  };

  it('prints a table that names people', async () => {
    const table = await run('audit.ts', '--of', 'ada');
    for (const text of [
      'Grace (teacher)',
      'studentsAtRisk',
      'Ada (ada), bob, eve, 1 more, 1 erased',
      'department law',
    ])
      assert.ok(table.includes(text), text);
    assert.match(await run('audit.ts', '--by', 'teacher', '--since', '2999-01-01'), /Nothing is on record/);
  });

  it('prints JSON', async () => {
    const [entry] = JSON.parse(await run('audit.ts', '--by', 'teacher', '--json')) as { action: string }[];
    assert.equal(entry?.action, 'studentsAtRisk');
  });

  it('asks whose record', async () => {
    await assert.rejects(run('audit.ts'), /whose record\? Pass --of UID, --by UID, or both/);
  });

  it('is on record like any command that shows or changes something, by the operator’s name', async () => {
    const { sql } = database;
    await run('audit.ts', '--of', 'ada');
    await run('skills.ts', 'alias', 'Koober', 'Kubernetes').catch(() => undefined);
    const acts = await readActs(sql, {}, { before: null, limit: 2 });
    assert.deepEqual(
      acts.map(({ operator, action, about, outcome }) => [operator, action, about.ids, outcome]),
      [
        [userInfo().username, 'skills alias', [], 'begun'],
        [userInfo().username, 'audit', ['ada'], 'begun'],
      ],
    );
  });
});
