import assert from 'node:assert/strict';
import { TABLES } from '../../src/accounts/index.ts';
import { recomputeScores } from '../../src/engagement/score/recomputeScores.ts';
import { expire } from '../../src/operations/expireRows.ts';
import type { Sql } from '../../src/platform/postgres.ts';
import { addSkillAlias } from '../../src/skills/addSkillAlias.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { writeDocuments } from '../support/writeDocuments.ts';

const NOW = new Date('2026-03-10T05:00:00Z');
const ADA = { email: 'ada@campus.example', name: 'Ada' };

/** As many days later as the inventory keeps rows of the table, and some. */
function afterTermOf(name: string, days: number): Date {
  const term = TABLES.find(({ table }) => table === name)?.term;
  assert.ok(typeof term === 'object');
  return new Date(NOW.getTime() + (term.days + days) * 86_400_000);
}

describe('expireRows, by the terms of the inventory', () => {
  let database: TestDatabase;
  let sql: Sql;
  beforeEach(async () => {
    database = await migratedDatabase();
    ({ sql } = database);
  });
  afterEach(() => database.drop());

  const skills = async (): Promise<string[]> =>
    (await sql<{ name: string }[]>`select name from skills order by name`).map(({ name }) => name);

  it('forgets skills that no document has named for so long, with their figures', async () => {
    await writeDocuments(sql, {
      'users/ada': { ...ADA, skills: ['Zither', 'Basketry', 'Glassblowing', 'Python'] },
      'users/bob': { ...ADA, skills: ['Basketry'] },
    });
    await addSkillAlias(sql, 'Blowing glass', { name: 'Glassblowing' });
    await sql`
      insert into insight_people (exact, month, measure, skill_id, people, shown)
      select true, '2026-02-01', 'has-skill', id, 1, false from skills`;
    await writeDocuments(sql, { 'users/ada': ADA });
    await expire(sql, NOW);
    await expire(sql, afterTermOf('skills', -1));
    // What the suite ships with, and what operators named, is from nobody.
    const kept = ['Basketry', 'Glassblowing', 'Python'];
    assert.deepEqual(await skills(), [...kept, 'Zither']);
    await expire(sql, afterTermOf('skills', 1));
    assert.deepEqual(await skills(), kept);
    assert.equal((await sql`select from insight_people`).length, kept.length);
  });

  it('counts anew for a skill that was named in between', async () => {
    await writeDocuments(sql, { 'users/ada': { ...ADA, skills: ['Zither'] } });
    const id = async (): Promise<number> => (await sql<{ id: number }[]>`select id from skills`)[0]?.id ?? 0;
    const before = await id();
    await writeDocuments(sql, { 'users/ada': ADA });
    await expire(sql, NOW);
    await writeDocuments(sql, { 'users/ada': { ...ADA, skills: ['zither'] } });
    await expire(sql, afterTermOf('skills', 1));
    await writeDocuments(sql, { 'users/ada': ADA });
    await expire(sql, afterTermOf('skills', 2));
    assert.equal(await id(), before);
  });

  it('forgets words of the search that nobody has', async () => {
    await writeDocuments(sql, { 'users/ada': { ...ADA, bio: 'Zymurgy' }, 'users/bob': ADA });
    await expire(sql, NOW);
    const words = async (): Promise<string[]> =>
      (await sql<{ word: string }[]>`select word from search_words order by word`).map(({ word }) => word);
    const before = await words();
    assert.ok(before.includes('zymurgi') || before.includes('zymurgy'));
    await writeDocuments(sql, { 'users/ada': ADA });
    await expire(sql, NOW);
    assert.deepEqual(
      await words(),
      before.filter((word) => !word.startsWith('zymurg')),
    );
  });

  it('sums up what people used in months that ended so long ago', async () => {
    await writeDocuments(sql, { 'users/ada': ADA, 'users/bob': ADA });
    await sql`
      insert into usage_metrics (user_id, metric_type, value, operation, timestamp) values
        ('ada', 'media_bandwidth', 10, 'upload_image', '2026-03-01T00:00:00.000001Z'),
        ('ada', 'media_bandwidth', 20, 'upload_image', '2026-03-31T23:59:59Z'),
        ('ada', 'media_transformations', 3, 'upload_image', '2026-03-31T23:59:59Z'),
        ('bob', 'media_bandwidth', 5, 'upload_image', '2026-03-10T00:00:00Z'),
        ('bob', 'media_bandwidth', 7, 'upload_image', '2026-04-01T00:00:01Z')`;
    const usage = async () => [
      ...(await sql<{ row: string }[]>`
        select concat_ws(' ', user_id, metric_type, value, timestamp at time zone 'UTC') as row
        from usage_metrics order by timestamp, row`),
    ];
    const before = await usage();
    // March ends 22 days after the tenth.
    await expire(sql, afterTermOf('usage_metrics', 21));
    assert.deepEqual(await usage(), before);
    const after = afterTermOf('usage_metrics', 23);
    await expire(sql, after);
    const summed = [
      'ada media_bandwidth 30 2026-03-01 00:00:00',
      'ada media_transformations 3 2026-03-01 00:00:00',
      'bob media_bandwidth 5 2026-03-01 00:00:00',
      'bob media_bandwidth 7 2026-04-01 00:00:01',
    ];
    assert.deepEqual(
      (await usage()).map(({ row }) => row),
      summed,
    );
    assert.equal(await expire(sql, after), 0);
  });

  it('sums up views of profiles likewise, and days are computed by the sums', async () => {
    await writeDocuments(sql, { 'users/ada': ADA, 'users/bob': ADA });
    await sql`
      insert into profile_view_counts (user_id, date, views) values
        ('ada', '2026-03-01', 1), ('ada', '2026-03-02', 2), ('ada', '2026-03-31', 4), ('ada', '2026-04-01', 8),
        ('bob', '2026-03-31', 16)`;
    await sql`
      insert into engagement_changes (user_id, moment)
      select user_id, (date + time '12:00') at time zone 'UTC' from profile_view_counts`;
    const night = afterTermOf('profile_view_counts', 23);
    await recomputeScores(sql, night);
    const days = async (table: string, column: string) =>
      (
        await sql.unsafe<{ row: string }[]>(
          `select concat_ws(' ', user_id, date, ${column}) as row from ${table} order by row`,
        )
      ).map(({ row }) => row);
    assert.equal((await days('user_engagement_metrics', 'profile_views')).length, 5);
    await expire(sql, afterTermOf('profile_view_counts', 21));
    assert.equal((await days('profile_view_counts', 'views')).length, 5);
    await expire(sql, night);
    await recomputeScores(sql, night);
    const summed = ['ada 2026-03-01 7', 'ada 2026-04-01 8', 'bob 2026-03-01 16'];
    assert.deepEqual(await days('profile_view_counts', 'views'), summed);
    assert.deepEqual(await days('user_engagement_metrics', 'profile_views'), summed);
    assert.equal(await expire(sql, night), 0);
  });

  it('deletes entries of the audit log when the table lets it, not later', async () => {
    await sql`
      insert into audit_log (operator, subjects, action, outcome, at)
      select 'root', '{}', 'any', 'ok', now() - age
      from unnest(array['400 days 1 minute', '399 days 23 hours']::interval[]) as age`;
    await expire(sql, new Date());
    assert.equal((await sql`select from audit_log`).length, 1);
  });
});
