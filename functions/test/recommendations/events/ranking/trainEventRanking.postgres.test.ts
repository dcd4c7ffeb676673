import assert from 'node:assert/strict';
import { readAttendance } from '../../../../src/recommendations/events/coAttendance/readAttendance.ts';
import { learnWeights } from '../../../../src/recommendations/events/ranking/trainEventRanking.ts';
import { cosineNeighbours } from '../../../../src/recommendations/events/coAttendance/eventNeighbours.ts';
import {
  DEFAULT_WEIGHTS,
  eventRankingModel,
} from '../../../../src/recommendations/events/ranking/eventWeights.ts';
import type { JsonObject } from '../../../../src/platform/documents/json.ts';
import { Random } from '../../../../../scripts/campus/random.ts';
import { attendees, Campus, hours, NOW, user } from '../../campus.ts';

describe('learning to rank events', () => {
  let campus: Campus;
  beforeEach(async () => {
    campus = await Campus.open();
  });
  afterEach(() => campus.database.drop());

  /** People who go to new kinds of events: the opposite of what the defaults believe in. */
  async function restless(weeks: number): Promise<void> {
    const random = new Random(5);
    const documents: Record<string, JsonObject> = {};
    const people = Array.from({ length: 30 }, (_, person) => `p${String(person)}`);
    for (const id of people) documents[`users/${id}`] = user(id);
    const been = new Map(people.map((id) => [id, new Set<number>()]));
    for (let week = 0; week < weeks; week += 1) {
      const kinds = Array.from({ length: 6 }, () => random.integer(0, 40));
      for (const [place, kind] of kinds.entries()) {
        documents[`events/e${String(week)}-${String(place)}`] = {
          title: `Kind ${'abcdefghij'[kind % 10] ?? ''}${String(kind)} evening`,
          category: `Category ${String(kind)}`,
          startDate: hours((week - weeks) * 7 * 24 + place).toISOString(),
        };
      }
      for (const id of people) {
        const own = been.get(id) ?? new Set();
        const place = kinds.findIndex((kind) => !own.has(kind));
        if (place < 0) continue;
        own.add(kinds[place] ?? 0);
        Object.assign(documents, attendees(`e${String(week)}-${String(place)}`, id));
      }
    }
    await campus.write(documents);
  }

  const learn = async (): Promise<boolean> => {
    const { sql } = campus.database;
    const attendance = await readAttendance(sql);
    return learnWeights(sql, NOW, { attendance, neighbours: cosineNeighbours(attendance) });
  };

  it('keeps the defaults while there is too little history', async () => {
    await restless(3);
    assert.equal(await learn(), false);
    assert.deepEqual(await eventRankingModel.inUse(campus.database.sql), {
      version: null,
      trainedAt: null,
      parameters: DEFAULT_WEIGHTS,
    });
    assert.equal((await campus.database.sql`select from model_versions`).length, 0);
  });

  it('adopts what is better on the later history, once, and keeps both with their metrics', async () => {
    await restless(20);
    const { sql } = campus.database;
    assert.equal(await learn(), true);
    const { version, parameters } = await eventRankingModel.inUse(sql);
    assert.ok(version !== null && parameters.newCategory > DEFAULT_WEIGHTS.newCategory);
    const [first] = await sql<{ metrics: { mrr: number }; baseline_metrics: { inUse: { mrr: number } } }[]>`
      select metrics, baseline_metrics from model_versions where id = ${version}`;
    assert.ok((first?.metrics.mrr ?? 0) > (first?.baseline_metrics.inUse.mrr ?? 1));

    // The same history again has hardly anything to add.
    const before = await eventRankingModel.inUse(sql);
    await learn();
    const rows = await sql<{ better: boolean; adopted: boolean }[]>`
      select (metrics->>'mrr')::float8 > (baseline_metrics->'inUse'->>'mrr')::float8 as better,
        adopted_at is not null as adopted
      from model_versions order by id`;
    assert.equal(rows.length, 2);
    for (const { better, adopted } of rows) assert.ok(better || !adopted);
    if (rows[1]?.adopted === false) assert.deepEqual(await eventRankingModel.inUse(sql), before);
  });
});
