import assert from 'node:assert/strict';
import { readAttendance } from '../../../../src/recommendations/events/coAttendance/readAttendance.ts';
import { trainEventRanking } from '../../../../src/recommendations/events/ranking/trainEventRanking.ts';
import { cosineNeighbours } from '../../../../src/recommendations/events/coAttendance/eventNeighbours.ts';
import {
  DEFAULT_WEIGHTS,
  eventRankingModel,
} from '../../../../src/recommendations/events/ranking/eventWeights.ts';
import type { JsonObject } from '../../../../src/platform/documents/json.ts';
import { Random } from '../../../../../scripts/campus/random.ts';
import { attendees, Campus, hours, NOW, user } from '../../campus.ts';

describe('trainEventRanking', () => {
  let campus: Campus;
  beforeEach(async () => {
    campus = await Campus.open();
  });
  afterEach(() => campus.database.drop());

  /** People who never attend a kind of event twice: the opposite of what the default weights expect. */
  async function writeNoveltySeekers(weeks: number): Promise<void> {
    const random = new Random(5);
    const documents: Record<string, JsonObject> = {};
    const people = Array.from({ length: 30 }, (_, person) => `p${String(person)}`);
    for (const id of people) documents[`users/${id}`] = user(id);
    const attended = new Map(people.map((id) => [id, new Set<number>()]));
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
        const kindsOf = attended.get(id) ?? new Set();
        const place = kinds.findIndex((kind) => !kindsOf.has(kind));
        if (place < 0) continue;
        kindsOf.add(kinds[place] ?? 0);
        Object.assign(documents, attendees(`e${String(week)}-${String(place)}`, id));
      }
    }
    await campus.write(documents);
  }

  const train = async (): Promise<boolean> => {
    const { sql } = campus.database;
    const attendance = await readAttendance(sql);
    return trainEventRanking(sql, NOW, { attendance, neighbours: cosineNeighbours(attendance) });
  };

  it('keeps the defaults while there is too little history', async () => {
    await writeNoveltySeekers(3);
    assert.equal(await train(), false);
    assert.deepEqual(await eventRankingModel.inUse(campus.database.sql), {
      version: null,
      trainedAt: null,
      parameters: DEFAULT_WEIGHTS,
    });
    assert.equal((await campus.database.sql`select from model_versions`).length, 0);
  });

  it('adopts weights that rank the later history better, once, and stores every version with its metrics', async () => {
    await writeNoveltySeekers(20);
    const { sql } = campus.database;
    assert.equal(await train(), true);
    const { version, parameters } = await eventRankingModel.inUse(sql);
    assert.ok(version !== null && parameters.newCategory > DEFAULT_WEIGHTS.newCategory);
    const [first] = await sql<{ metrics: { mrr: number }; baseline_metrics: { inUse: { mrr: number } } }[]>`
      select metrics, baseline_metrics from model_versions where id = ${version}`;
    assert.ok((first?.metrics.mrr ?? 0) > (first?.baseline_metrics.inUse.mrr ?? 1));

    // Training on the same history again hardly changes the weights.
    const before = await eventRankingModel.inUse(sql);
    await train();
    const rows = await sql<{ better: boolean; adopted: boolean }[]>`
      select (metrics->>'mrr')::float8 > (baseline_metrics->'inUse'->>'mrr')::float8 as better,
        adopted_at is not null as adopted
      from model_versions order by id`;
    assert.equal(rows.length, 2);
    for (const { better, adopted } of rows) assert.ok(better || !adopted);
    if (rows[1]?.adopted === false) assert.deepEqual(await eventRankingModel.inUse(sql), before);
  });
});
