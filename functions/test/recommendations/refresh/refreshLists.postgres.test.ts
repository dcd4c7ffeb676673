import assert from 'node:assert/strict';
import { trainModels } from '../../../src/recommendations/refresh/trainModels.ts';
import { refreshLists } from '../../../src/recommendations/refresh/refreshLists.ts';
import { recordFeedback } from '../../../src/recommendations/recordFeedback.ts';
import { recommendations } from '../../../src/recommendations/recommendations.ts';
import { attendees, Campus, connection, hours, NOW, user } from '../campus.ts';

describe('refreshLists', () => {
  let campus: Campus;
  beforeEach(async () => {
    campus = await Campus.open();
  });
  afterEach(() => campus.database.drop());

  const always = (): boolean => true;
  const refresh = (now = NOW, hasTime = always) => refreshLists(campus.database.sql, now, hasTime);
  const withLists = async (): Promise<string[]> =>
    (await campus.database.sql`select distinct user_id from recommendations order by user_id`).map(
      (row) => row['user_id'] as string,
    );

  /** People who were active in different ways lately, or long ago. */
  async function writeCampus(): Promise<void> {
    const people = ['attends', 'connects', 'connected', 'judges', 'late', 'posts', 'silent'];
    await campus.write({
      ...Object.fromEntries(people.map((id) => [`users/${id}`, user(id, { skills: ['Go', id] })])),
      'events/talk': { title: 'Talk', startDate: '2026-03-10' },
      'events/old': { title: 'Old', startDate: '2025-03-10' },
      'events/next': { title: 'Next', startDate: '2026-04-10' },
      ...attendees('talk', 'attends'),
      ...attendees('old', 'late'),
      ...connection('connects', 'connected'),
      'showcase_posts/p': { userId: 'posts', content: 'x', createdAt: '2026-03-01' },
      'showcase_posts/q': { userId: 'silent', content: 'x', createdAt: '2025-03-01' },
    });
    const items = [{ type: 'event', id: 'next', action: 'shown' }];
    await campus.ask(recordFeedback, 'judges', { items });
    await campus.ageRows();
  }

  it('makes the lists of students who were active in the last 30 days', async () => {
    await writeCampus();
    assert.deepEqual(await refresh(), { students: 5, failed: 0, remaining: 0, expired: 0 });
    assert.deepEqual(await withLists(), ['attends', 'connected', 'connects', 'judges', 'posts']);
    const { recommendations: list } = await campus.ask(recommendations, 'attends', { type: 'skill' });
    const kept = await campus.database.sql`
      select target_id from recommendations
      where user_id = 'attends' and type = 'skill' order by score desc, target_id`;
    assert.deepEqual(
      list.map(({ id }) => id),
      kept.map((row) => row['target_id']),
    );
  });

  it('repeats no work, even when two run at once, and continues where time ran out', async () => {
    await writeCampus();
    let pages = 1;
    assert.equal((await refresh(NOW, () => pages-- > 0)).remaining, 0, 'a page is finished');
    assert.deepEqual(await refresh(hours(1)), { students: 0, failed: 0, remaining: 0, expired: 0 });
    assert.equal((await refresh(hours(24), () => false)).remaining, 5);
    const both = await Promise.all([refresh(hours(24)), refresh(hours(24))]);
    assert.ok(both.every(({ failed }) => failed === 0));
    const rows = await campus.database.sql`
      select user_id, type from recommendations group by user_id, type having count(distinct created_at) > 1`;
    assert.equal(rows.length, 0);
    const [oldest] = await campus.database.sql`select min(created_at) as made from recommendations`;
    assert.deepEqual(oldest?.['made'], hours(24));
  });

  it('removes expired lists and everything of deleted users', async () => {
    await writeCampus();
    await refresh();
    await campus.write({ 'users/judges': null });
    const { expired } = await refresh(hours(1));
    assert.ok(expired > 0);
    assert.ok(!(await withLists()).includes('judges'));
    assert.equal((await campus.database.sql`select from recommendation_feedback`).length, 0);
    await refresh(hours(24 * 40));
    assert.deepEqual(await withLists(), []);
  });

  it('succeeds on an empty campus', async () => {
    await trainModels(campus.database.sql, NOW);
    assert.deepEqual(await refresh(), { students: 0, failed: 0, remaining: 0, expired: 0 });
  });
});
