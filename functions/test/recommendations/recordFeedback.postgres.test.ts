import assert from 'node:assert/strict';
import type { HttpsError } from 'firebase-functions/https';
import { readFeedback } from '../../src/recommendations/feedback/feedbackHistory.ts';
import { recommendationQuality } from '../../src/recommendations/recommendationQuality.ts';
import { recommendations } from '../../src/recommendations/recommendations.ts';
import { recordFeedback } from '../../src/recommendations/recordFeedback.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import { Campus, hours, NOW, user } from './campus.ts';

const event = (title: string, category: string): JsonObject => ({
  title,
  category,
  startDate: '2026-12-01T18:00:00Z',
});

describe('recordFeedback', () => {
  let campus: Campus;
  beforeEach(async () => {
    campus = await Campus.open();
    await campus.write({
      'users/ada': user('Ada', { skills: ['Go'] }),
      'users/bob': user('Bob', { skills: ['Go', 'Rust'] }),
      ...Object.fromEntries(
        ['Tech', 'Art', 'Sport'].flatMap((category) =>
          [1, 2, 3].map((k) => [
            `events/${category}${String(k)}`,
            event(`${category} ${String(k)}`, category),
          ]),
        ),
      ),
    });
  });
  afterEach(() => campus.database.drop());

  const send = (uid: string | null, items: unknown, now = NOW): Promise<{ recorded: number }> =>
    campus.ask(recordFeedback, uid, { items }, { now });
  const shownTo = async (uid: string, type: string, now = NOW, limit = 10): Promise<string[]> =>
    (await campus.ask(recommendations, uid, { type, limit }, { now })).recommendations.map(({ id }) => id);
  const of = (type: string, action: string, ...ids: string[]) => ids.map((id) => ({ type, id, action }));
  const rows = async () =>
    campus.database.sql`select * from recommendation_feedback order by type, target_id`;
  async function code(answer: Promise<unknown>): Promise<string> {
    return answer.then(
      () => 'no error',
      (thrown: unknown) => (thrown as HttpsError).code,
    );
  }

  it('counts impressions and openings once within ten minutes', async () => {
    const items = [...of('event', 'shown', 'Art1', 'Art1', 'Art2'), ...of('event', 'opened', 'Art1')];
    assert.deepEqual(await send('ada', items), { recorded: 2 });
    await Promise.all(Array.from({ length: 5 }, () => send('ada', items)));
    await send('ada', items, hours(0.1));
    await send('ada', items, hours(1));
    const [art1, art2, ...others] = await rows();
    assert.deepEqual(others, []);
    assert.deepEqual([art1!['shown'], art1!['opened'], art2!['shown'], art2!['opened']], [2, 2, 2, 0]);
    assert.deepEqual([art1!['shown_at'], art1!['accepted_at']], [hours(1), null]);
  });

  it('ignores items that do not exist, and takes the reason from the stored list', async () => {
    await shownTo('ada', 'skill');
    const [rust] = await campus.database.sql`select id::text from skills where name = 'Rust'`;
    const items = [
      ...of(
        'skill',
        'shown',
        rust!['id'],
        '999999999',
        '99999999999999999999',
        "1'; drop table skills",
        '-1',
        ' 1',
      ),
      ...of('event', 'shown', 'nothing', 'Art1'),
      ...of('user', 'dismissed', 'nobody', 'bob'),
    ];
    assert.deepEqual(await send('ada', items), { recorded: 3 });
    assert.deepEqual(
      (await rows()).map((row) => [row['type'], row['target_id'], row['reason_kind']]),
      [
        ['event', 'Art1', null],
        ['skill', rust!['id'], 'goes-with'],
        ['user', 'bob', null],
      ],
    );
    assert.deepEqual(await send('nobody', of('event', 'shown', 'Art1')), { recorded: 0 });
  });

  it('hides what was dismissed for 90 days from this student alone', async () => {
    assert.ok((await shownTo('ada', 'event')).includes('Art1'));
    await campus.ageRows();
    await send('ada', [...of('event', 'dismissed', 'Art1'), ...of('user', 'dismissed', 'bob')]);
    assert.ok(!(await shownTo('ada', 'event')).includes('Art1'));
    assert.deepEqual(await shownTo('ada', 'user'), []);
    assert.ok((await shownTo('bob', 'event')).includes('Art1'));
    assert.deepEqual(await shownTo('bob', 'user'), ['ada']);
    assert.ok(!(await shownTo('ada', 'event', hours(89 * 24))).includes('Art1'));
    assert.ok((await shownTo('ada', 'event', hours(91 * 24))).includes('Art1'));
  });

  it('recommends again at once whose dismissal is taken back, however often that is sent', async () => {
    await shownTo('ada', 'event');
    await campus.ageRows();
    await send('ada', of('event', 'dismissed', 'Art1', 'Art2'));
    assert.ok(!(await shownTo('ada', 'event')).includes('Art1'));
    await campus.ageRows();
    for (let k = 0; k < 2; k += 1)
      assert.deepEqual(await send('ada', of('event', 'restored', 'Art1')), { recorded: 1 });
    const shown = await shownTo('ada', 'event');
    assert.deepEqual([shown.includes('Art1'), shown.includes('Art2')], [true, false]);
    const [art1] = await rows();
    assert.deepEqual([art1!['dismissed_at'], art1!['shown'], art1!['shown_at']], [null, 0, NOW]);
  });

  it('heeds the last of the dismissals and restorals in one call', async () => {
    const [dismissed, restored] = [of('event', 'dismissed', 'Art1'), of('event', 'restored', 'Art1')];
    const isDismissed = async (): Promise<boolean> => (await rows())[0]!['dismissed_at'] !== null;
    await send('ada', [...dismissed, ...restored]);
    assert.equal(await isDismissed(), false);
    await send('ada', [...restored, ...dismissed, ...of('event', 'shown', 'Art1')]);
    assert.equal(await isDismissed(), true);
    await send('ada', [...dismissed, ...restored, ...of('event', 'accepted', 'Art1')]);
    assert.equal(await isDismissed(), false);
  });

  it('lowers what is shown again and again without being opened', async () => {
    const [first = '', second = ''] = await shownTo('ada', 'event');
    const items = [...of('event', 'shown', first, second), ...of('event', 'opened', second)];
    for (let day = 0; day < 12; day += 1) await send('ada', items, hours(day * 24));
    const later = await shownTo('ada', 'event', hours(12 * 24));
    assert.ok(later.indexOf(first) > later.indexOf(second), later.join());
    assert.equal(later.at(-1), first);
  });

  it('lowers a category after 1,000 dismissals in it', async () => {
    const many = Array.from({ length: 1100 }, (_, k) => `many${String(k)}`);
    for (let from = 0; from < many.length; from += 100) {
      await campus.write(
        Object.fromEntries(many.slice(from, from + 100).map((id) => [`events/${id}`, event(id, 'Tech')])),
      );
    }
    const { sql } = campus.database;
    const share = async (): Promise<number> => {
      const shown = await shownTo('ada', 'event', NOW, 50);
      const tech =
        await sql`select from events where id = any(${`{${shown.join()}}`}::text[]) and category = 'Tech'`;
      return tech.length / shown.length;
    };
    assert.ok((await share()) > 0.8, 'hardly any other events exist');
    for (let from = 0; from < 1000; from += 100) {
      const { recorded } = await send('ada', of('event', 'dismissed', ...many.slice(from, from + 100)));
      assert.equal(recorded, 100);
    }
    const shown = await shownTo('ada', 'event', NOW, 6);
    assert.deepEqual(
      new Set(shown),
      new Set(['Art1', 'Art2', 'Art3', 'Sport1', 'Sport2', 'Sport3']),
      'the other categories come first',
    );
    const all = await shownTo('ada', 'event', NOW, 50);
    assert.ok(all.every((id) => !id.startsWith('many') || Number(id.slice(4)) >= 1000));
    const bob = await shownTo('bob', 'event', NOW, 50);
    assert.ok(bob.some((id) => id.startsWith('many') && Number(id.slice(4)) < 1000));
  });

  it('rejects unknown types, actions and fields', async () => {
    const good = of('event', 'shown', 'Art1')[0]!;
    const hostile: unknown[] = [
      [],
      null,
      'x',
      Array.from({ length: 101 }, () => good),
      [{ ...good, type: 'post' }],
      [{ ...good, action: 'deleted' }],
      [{ ...good, id: '' }],
      [{ ...good, id: 7 }],
      [{ ...good, id: 'a\0b' }],
      [{ ...good, modelVersion: 3 }],
      [{ ...good, userId: 'bob' }],
    ];
    for (const items of hostile)
      assert.equal(await code(send('ada', items)), 'invalid-argument', JSON.stringify(items));
    assert.equal(await code(send(null, [good])), 'unauthenticated');
    assert.equal((await rows()).length, 0);
  });

  it('reports the rates of what was shown to administrators and faculty', async () => {
    await shownTo('ada', 'event');
    await send('ada', [
      ...of('event', 'shown', 'Art1', 'Art2', 'Tech1', 'Tech2'),
      ...of('event', 'opened', 'Art1'),
      ...of('event', 'dismissed', 'Tech1'),
    ]);
    await send('bob', of('event', 'shown', 'Art1'), hours(-24 * 40));
    const quality = (role: string | null, data: unknown = {}) =>
      campus.ask(recommendationQuality, 'ada', data, { role });
    assert.equal(await code(quality('student')), 'permission-denied');
    assert.equal(await code(quality('faculty')), 'permission-denied');
    assert.equal(await code(quality(null)), 'permission-denied');
    assert.equal(await code(quality('admin', { days: 0 })), 'invalid-argument');
    const { groups } = await quality('admin');
    assert.equal(
      groups.reduce((sum, { shown }) => sum + shown, 0),
      4,
    );
    assert.ok(
      groups.every(
        ({ type, reasonKind, modelVersion }) =>
          type === 'event' && reasonKind !== null && modelVersion === null,
      ),
    );
    const opened = groups.reduce((sum, group) => sum + group.opened.count, 0);
    assert.equal(opened, 1);
    for (const { opened, dismissed } of groups) {
      for (const { share, low, high } of [opened, dismissed])
        assert.ok(0 <= low && low <= share && share <= high && high <= 1);
    }
    const all = await quality('admin', { days: 60 });
    assert.equal(
      all.groups.reduce((sum, { shown }) => sum + shown, 0),
      5,
    );
  });

  it('returns feedback since a time for training', async () => {
    await send('ada', [...of('event', 'shown', 'Art1', 'Art2'), ...of('event', 'accepted', 'Art2')]);
    await send('ada', of('user', 'shown', 'bob'));
    const feedback = await readFeedback(campus.database.sql, 'event', hours(-1), 100);
    assert.deepEqual(
      feedback.map(({ targetId, shown, acceptedAt }) => [targetId, shown, acceptedAt]),
      [
        ['Art1', 1, null],
        ['Art2', 1, NOW],
      ],
    );
    assert.equal((await readFeedback(campus.database.sql, 'event', hours(1), 100)).length, 0);
  });
});
