import assert from 'node:assert/strict';
import { readDailyActivity } from '../../src/insights/queries/userActivity.ts';
import { recomputeScores } from '../../src/engagement/score/recomputeScores.ts';
import { readConnections } from '../../src/recommendations/users/readConnections.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { writeDocuments } from '../support/writeDocuments.ts';

const NOW = new Date('2026-03-16T12:00:00Z');

describe('two users have one connection', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
    const names = ['ada', 'bob', 'cleo', 'dan'];
    await write(
      Object.fromEntries(
        names.map((name) => [`users/${name}`, { name, email: 'x@c.example', role: 'student' }]),
      ),
    );
  });
  afterEach(() => database.drop());

  const write = (documents: Record<string, JsonObject | null>): Promise<void> =>
    writeDocuments(database.sql, documents);

  const request = (fromUid: string, toUid: string, day: number, status = 'accepted'): JsonObject => ({
    fromUid,
    toUid,
    status,
    createdAt: `2026-03-${String(day).padStart(2, '0')}T10:00:00Z`,
  });

  /** The connections that a user made by day, from the documents and as the night counts them. */
  async function made(uid: string): Promise<string[]> {
    const { sql } = database;
    await recomputeScores(sql, NOW);
    const live = await readDailyActivity(sql, uid, { from: '2026-01-01', to: '2026-03-16' });
    const nightly = await sql<{ date: string; connections: number }[]>`
      select date::text, connections_made as connections from user_engagement_metrics
      where user_id = ${uid} and connections_made > 0 order by date`;
    const days = live.map(({ date, connections }) => `${date}: ${String(connections)}`);
    assert.deepEqual(
      nightly.map(({ date, connections }) => `${date}: ${String(connections)}`),
      days,
    );
    return days;
  }

  it('no matter who asks first or how often', async () => {
    await write({
      'connections/1': request('bob', 'ada', 5),
      'connections/2': request('ada', 'bob', 3),
      'connections/3': request('ada', 'bob', 3),
      'connections/4': request('bob', 'ada', 1, 'pending'),
      'connections/5': request('ada', 'ada', 2),
    });
    assert.deepEqual(await made('ada'), ['2026-03-03: 1']);
    assert.deepEqual(await made('bob'), ['2026-03-03: 1']);
    const requests = await database.sql`select from user_actions where kind = 'requested'`;
    assert.equal(requests.length, 0);
  });

  it('as long as any accepted request is left', async () => {
    await write({ 'connections/1': request('bob', 'ada', 5), 'connections/2': request('ada', 'bob', 3) });
    await made('ada');
    await write({ 'connections/2': null });
    assert.deepEqual(await made('ada'), ['2026-03-05: 1']);
    await write({ 'connections/1': request('bob', 'ada', 5, 'declined') });
    assert.deepEqual(await made('ada'), []);
  });

  it('as long as both exist', async () => {
    await write({ 'connections/1': request('bob', 'ada', 5) });
    await made('ada');
    await write({ 'users/bob': null });
    assert.deepEqual(await made('ada'), []);
    await write({ 'users/bob': { name: 'bob', email: 'x@c.example' } });
    assert.deepEqual(await made('ada'), ['2026-03-05: 1']);
  });

  it('and each of their contacts in common is one person who exists', async () => {
    await write({
      'connections/1': request('ada', 'bob', 1),
      'connections/2': request('bob', 'ada', 2),
      'connections/3': request('bob', 'cleo', 3),
      'connections/4': request('cleo', 'bob', 4),
      'connections/5': request('ada', 'dan', 4),
      'connections/6': request('dan', 'cleo', 4),
    });
    assert.deepEqual([...(await readConnections(database.sql, 'ada', 10)).mutual], [['cleo', 2]]);
    await write({ 'users/dan': null });
    assert.deepEqual([...(await readConnections(database.sql, 'ada', 10)).mutual], [['cleo', 1]]);
  });
});
