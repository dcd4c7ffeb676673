import assert from 'node:assert/strict';
import { careerPaths } from '../../../src/careers/careerPaths.ts';
import { engagementForecast } from '../../../src/engagement/engagementForecast.ts';
import { userAnalytics } from '../../../src/insights/userAnalytics.ts';
import { similarStudents } from '../../../src/people/similarStudents.ts';
import { personTag } from '../../../src/platform/cache.ts';
import type { Sql } from '../../../src/platform/postgres.ts';
import { recommendations } from '../../../src/recommendations/recommendations.ts';
import { callContext } from '../../../../scripts/lib/callContext.ts';
import type { AnyCallable } from '../../docs/deployedCallables.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { callAsPerson, withoutRedis } from '../../support/dependencies.ts';
import { writeDocuments } from '../../support/writeDocuments.ts';
import { ASKERS, NOW, writePolicyCampus, type Asker } from './policy/policyCampus.ts';

/** Every callable that answers about somebody else, with what it needs besides. */
const QUESTIONS: [callable: { definition: unknown }, input: object][] = [
  [userAnalytics, {}],
  [careerPaths, {}],
  [engagementForecast, {}],
  [similarStudents, {}],
  ...['event', 'user', 'skill'].map((type): [typeof recommendations, object] => [recommendations, { type }]),
];

describe('somebody else’s answer', () => {
  let database: TestDatabase;
  let sql: Sql;
  before(async () => {
    database = await migratedDatabase();
    ({ sql } = database);
    await writePolicyCampus(sql);
    await writeDocuments(sql, {
      'users/colleague': { name: 'colleague', role: 'faculty', department: 'Law' },
    });
  });
  after(() => database.drop());

  const ask = (callable: { definition: unknown }, uid: Asker | 'law0', data: object): Promise<unknown> => {
    const claims = uid === 'law0' ? { role: 'student' } : ASKERS[uid];
    const definition = callable.definition as AnyCallable;
    return callAsPerson(definition, { uid, data, claims }, withoutRedis(sql, NOW));
  };

  it('is the one that they get themselves', async () => {
    for (const [callable, input] of QUESTIONS) {
      const own = await ask(callable, 'law0', input);
      assert.deepEqual(await ask(callable, 'faculty', { ...input, userId: 'law0' }), own);
    }
  });

  it('does not tell faculty whether there is a person whom they may not look up', async () => {
    for (const [callable, input] of QUESTIONS) {
      for (const userId of ['art0', 'colleague', 'admin', 'graduate', 'nobody', 'nameless', ' ', "'; --"])
        await assert.rejects(ask(callable, 'faculty', { ...input, userId }), {
          code: 'permission-denied',
          message: 'Only the person, faculty of their department and administrators see this.',
        });
    }
  });

  it('tells administrators that there is nobody', async () => {
    for (const [callable, input] of QUESTIONS)
      await assert.rejects(ask(callable, 'admin', { ...input, userId: 'nobody' }), { code: 'not-found' });
  });

  it('changes nothing of theirs, and leaves nothing but the record', async () => {
    await sql`delete from recommendations`;
    const before = await fingerprints(sql);
    for (const [callable, input] of QUESTIONS)
      for (const uid of ['faculty', 'admin'] as const) await ask(callable, uid, { ...input, userId: 'law1' });
    const after = await fingerprints(sql);
    const changed = [...after].filter(([table, rows]) => before.get(table) !== rows).map(([table]) => table);
    assert.deepEqual(changed, ['audit_keys', 'audit_log']);
  });

  it('is cached until they or the caller change', async () => {
    for (const [callable, input] of QUESTIONS) {
      const { cache } = callable.definition as AnyCallable;
      const data = { ...input, userId: 'law0' };
      const context = callContext(sql, 'admin', { now: NOW, reach: 'everyone', ...ASKERS.admin });
      const tags = await cache?.tags(await ask(callable, 'admin', data), context, data);
      for (const id of ['law0', 'admin']) assert.ok(tags?.includes(personTag(id)), id);
    }
  });
});

/** What every table holds, as a hash of its rows. */
async function fingerprints(sql: Sql): Promise<Map<string, string>> {
  const tables = await sql<{ name: string }[]>`
    select tablename::text as name from pg_tables where schemaname = 'public' order by tablename`;
  const found = new Map<string, string>();
  for (const { name } of tables) {
    const [row] = await sql<{ rows: string }[]>`
      select coalesce(md5(string_agg(one::text, ',' order by one::text)), '') as rows from ${sql(name)} as one`;
    found.set(name, row?.rows ?? '');
  }
  return found;
}
