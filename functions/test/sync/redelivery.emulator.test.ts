import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { anyWrite, happen, seed } from '../support/history.ts';
import { PushedWriter } from '../support/pushedWriter.ts';
import { counts, liveDocuments } from '../support/state.ts';

const CHANGES = 5_000;

describe('the served writer', () => {
  let database: TestDatabase;
  let writer: PushedWriter;

  beforeEach(async () => {
    database = await migratedDatabase();
    writer = await PushedWriter.start(`demo-redelivery-${String(process.pid)}`, database.url);
  });
  afterEach(async () => {
    await writer.stop();
    await database.drop();
  });

  it(`killed in the middle of ${String(CHANGES)} changes and restarted, ends as Firestore ends`, async function () {
    this.timeout(300_000);
    const ids = fc.nat(300).map(String);
    const [writes = []] = fc.sample(
      fc.array(anyWrite(ids), { minLength: 6500, maxLength: 6500, size: 'max' }),
      { seed: seed(), numRuns: 1 },
    );
    const { events, final } = happen(writes);
    assert.ok(events.length >= CHANGES, `only ${String(events.length)} changes`);

    const published = Promise.all(
      events.map(({ message }) => writer.topic.publishMessage({ data: message })),
    );
    await until(async () => (await counts(database.sql)).received > events.length / 3);
    await writer.kill();
    const atKill = await counts(database.sql);
    assert.ok(atKill.received < events.length, 'the kill came too late to interrupt anything');
    await writer.restart();
    await published;

    await until(async () => (await counts(database.sql)).received >= events.length);
    // What was committed but not acknowledged comes again: let the last of it arrive.
    await until(async () => isDeepStrictEqual(await liveDocuments(database.sql), final));
    assert.deepEqual(await liveDocuments(database.sql), final);
    const total = await counts(database.sql);
    assert.equal(total.applied + total.superseded, total.received);
    assert.equal(total.dead_lettered, 0);
  });
});

/** Waits for a condition; gives up quietly after two minutes and leaves the verdict to the assertions. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await condition()) && Date.now() < deadline) await sleep(50);
}
