import assert from 'node:assert/strict';
import { MAX_ANSWER_SECONDS } from '../../../src/platform/cache.ts';
import type { JsonObject } from '../../../src/platform/documents/json.ts';
import { readChangedEvents } from '../../../src/recommendations/events/catalogue/readEvents.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { prepareChange, type IncomingChange } from '../../../src/sync/pipeline/prepareChange.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { change } from '../../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { documentPath, fullDocument } from '../../support/documents.ts';
import { fieldKindOf } from '../../support/fieldKinds.ts';

/** What waits for the search index and for the engagement scores. */
const QUEUES = ['search_queue', 'engagement_changes'];

describe('a document that is written again', () => {
  let database: TestDatabase;
  let writer: Writer;
  let version = 0;
  before(async () => {
    database = await migratedDatabase();
    writer = new Writer(database.sql, allCollections);
  });
  after(() => database.drop());

  /** Writes a batch; returns for each change whether it leaves every cached answer. */
  const write = async (...batch: IncomingChange[]): Promise<boolean[]> => {
    const prepared = batch.map((incoming) => prepareChange(allCollections, incoming));
    await writer.write(prepared);
    return prepared.map((one) => writer.leftAnswers(one));
  };
  const state = (path: string, data: JsonObject | null): IncomingChange =>
    change(path, (version += 10), data);

  const queued = async (): Promise<number> => {
    let rows = 0;
    for (const queue of QUEUES) rows += (await database.sql`delete from ${database.sql(queue)}`).count;
    return rows;
  };

  const known = new Map<string, string>();
  /** How many events a catalogue reads again. */
  const reread = async (): Promise<number> => {
    const { changed } = await readChangedEvents(database.sql, new Date(0), known);
    for (const { id, changedAt } of changed) known.set(id, changedAt);
    return changed.length;
  };

  const lastChange = async (table: string): Promise<string> => {
    const [row] = await database.sql<{ at: string }[]>`
      select max(changed_at)::text as at from ${database.sql(table)} where version > 0`;
    return row?.at ?? '';
  };

  for (const collection of allCollections) {
    const { table, fieldParsers } = collection;
    const path = documentPath(collection, (param) => `an-${param}`);
    const document = fullDocument(collection);

    it(`touches no tag, queues nobody and is not read again if only an unknown field of ${table} changed`, async () => {
      await write(state(path, document));
      await queued();
      await reread();
      const before = await lastChange(table);
      const left = await write(state(path, { ...document, lastSeen: version, views: 8 }));
      assert.deepEqual(
        { left, queued: await queued(), reread: await reread(), changedAt: await lastChange(table) },
        { left: [true], queued: 0, reread: 0, changedAt: before },
      );
    });

    for (const [field, parser] of Object.entries(fieldParsers)) {
      it(`touches its tags if the ${field} of ${table} changed`, async () => {
        const other = fieldKindOf(parser).examples[1]?.[0] ?? null;
        await write(state(path, document));
        await reread();
        const before = await lastChange(table);
        assert.deepEqual(await write(state(path, { ...document, [field]: other })), [false]);
        assert.notEqual(await lastChange(table), before);
        if (table === 'events') assert.equal(await reread(), 1);
      });
    }

    it(`touches its tags if a document of ${table} is deleted or created`, async () => {
      await write(state(path, document));
      assert.deepEqual(await write(state(path, null)), [false]);
      assert.deepEqual(await write(state(path, document)), [false]);
    });
  }

  it('touches its tags if it was applied before, by a delivery that may not have touched them', async () => {
    const user = { name: 'Ada', email: 'ada@campus.example' };
    await write(state('users/ada', user));
    const promoted = state('users/ada', { ...user, bio: 'Hello' });
    await write(promoted);
    assert.deepEqual(await write(promoted), [false], 'alone');
    const seen = (): IncomingChange => state('users/ada', { ...user, bio: 'Hello', lastSeen: version });
    assert.deepEqual(await write(promoted, seen()), [false, true], 'together with a newer state');
    await database.sql`update users set changed_at = now() - ${MAX_ANSWER_SECONDS + 1} * interval '1 second'`;
    assert.deepEqual(await write(seen(), seen()), [true, true], 'when every answer of then has expired');
  });
});
