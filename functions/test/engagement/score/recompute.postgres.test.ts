import assert from 'node:assert/strict';
import { recompute } from '../../../src/engagement/score/recompute.ts';
import { connect, type Sql } from '../../../src/platform/postgres.ts';
import type { JsonObject } from '../../../src/sync/encoding.ts';
import { Writer } from '../../../src/sync/writer.ts';
import { change } from '../../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { ALL } from '../../support/state.ts';

const user = { email: 'x@campus.example', name: 'X' };
const night = (day: string): Date => new Date(`${day}T23:50:00Z`);

describe('recomputing engagement', () => {
  let database: TestDatabase;
  let sql: Sql;
  let writer: Writer;
  let version = 0;
  beforeEach(async () => {
    database = await migratedDatabase();
    sql = database.sql;
    writer = new Writer(sql, ALL);
  });
  afterEach(() => database.drop());

  async function write(documents: Record<string, JsonObject | null>): Promise<void> {
    version += 2;
    const outcomes = await writer.apply(
      Object.entries(documents).map(([path, data]) => change(path, version, data)),
    );
    assert.deepEqual([...new Set(outcomes)], ['applied']);
  }

  async function metrics(): Promise<Record<string, unknown[]>> {
    const rows = await sql<{ key: string; values: unknown[] }[]>`
      select user_id || ' ' || date as key, json_build_array(
        posts_created, events_attended, profile_views, connections_made, points, counts_until::text, engagement_score
      ) as values
      from user_engagement_metrics order by date, user_id`;
    return Object.fromEntries(rows.map(({ key, values }) => [key, values]));
  }

  it('counts and ranks what everybody did', async () => {
    await write({
      'users/ada': user,
      'users/bob': user,
      'users/eve': user,
      'events/talk': { title: 'Talk', startDate: '2026-03-01T18:00:00Z' },
      'events/talk/attendees/ada': { status: 'attended', attendedAt: '2026-03-01T18:05:00Z' },
      'events/talk/attendees/bob': { status: 'attended' },
      'events/talk/attendees/eve': { status: 'going' },
      'showcase_posts/p1': { userId: 'ada', likes: ['bob', 'eve', 'x'], createdAt: '2026-03-02T23:59:59.999Z' },
      'connections/c': { fromUid: 'bob', toUid: 'eve', status: 'accepted', createdAt: '2026-03-15T00:00:00Z' },
    });
    await recompute(sql, night('2026-03-15'));
    assert.deepEqual(await metrics(), {});
  });
});
