import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { checkPublishedCards } from '../../src/cards/checkCards.ts';
import type { Firestore } from '../../src/platform/firestore.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { toIncomingChange } from '../../src/sync/pipeline/prepareChange.ts';
import { toUpsert } from '../../src/sync/pipeline/snapshotToChange.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { PROJECT } from '../support/environment.ts';
import { emptyFirestore } from '../support/firestore.ts';

describe('the comparison of cards with people', () => {
  let firestore: Firestore;
  let databaseId: string;
  let database: TestDatabase;
  beforeEach(async () => {
    ({ firestore, databaseId } = emptyFirestore());
    database = await migratedDatabase();
  });
  afterEach(async () => {
    await firestore.terminate();
    await database.drop();
  });

  const ids = Array.from({ length: 9 }, (_, index) => `p${String(index)}`);

  /** Nine people, of whom p3 hides, each with an engineer's position, in Firestore and in Postgres. */
  async function writePeople(position: object = {}): Promise<void> {
    for (const id of ids) {
      const user = firestore.doc(`users/${id}`);
      await user.set({ name: id, skills: ['Go'], visibility: { search: id !== 'p3' } });
      await user
        .collection('positions')
        .doc('one')
        .set({ title: 'Engineer', ...position });
    }
    const paths = ids.flatMap((id) => [`users/${id}`, `users/${id}/positions/one`]);
    const snapshots = await firestore.getAll(...paths.map((path) => firestore.doc(path)));
    await new Writer(database.sql, allCollections).apply(
      snapshots.map((one) => toIncomingChange(toUpsert(one))),
    );
  }

  async function readHeadlines(): Promise<Record<string, unknown>> {
    const { docs } = await firestore.collection('cards').get();
    return Object.fromEntries(docs.map((card) => [card.id, card.get('headline') as unknown]));
  }

  const allAre = (headline: string): Record<string, string> =>
    Object.fromEntries(ids.filter((id) => id !== 'p3').map((id) => [id, headline]));

  const check = (now: Date, rangeSize?: number) =>
    checkPublishedCards({ firestore, sql: () => database.sql, now }, rangeSize);

  async function publish(...args: string[]): Promise<Record<string, number>> {
    const child = spawn(
      process.execPath,
      [
        ...['--disable-warning=ExperimentalWarning', 'scripts/cards.ts', 'publish', '--json', ...args],
        ...['--project', PROJECT, '--firestore-database', databaseId, '--database-url', database.url],
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    assert.equal(code, 0, output);
    return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as Record<string, number>;
  }

  it('makes the cards of people who were there before, once, by npm run cards', async () => {
    await writePeople();
    await firestore.doc('cards/gone').set({ name: 'Gone' });
    await firestore.doc('cards/p3').set({ name: 'p3' });
    const first = await publish();
    assert.deepEqual(
      { ...first, billedReads: 0 },
      { billedReads: 0, people: 9, missing: 8, stale: 0, extra: 2 },
    );
    assert.deepEqual(await readHeadlines(), allAre('Engineer'));
    const { billedReads = 0, ...second } = await publish('--restart');
    assert.deepEqual(second, { people: 9, missing: 0, stale: 0, extra: 0 });
    assert.ok(billedReads <= 9 + 9 + 8 + 5, String(billedReads));
  });

  it('mends at night what is missing, and what should not be there', async () => {
    await writePeople();
    await publish();
    const night = new Date('2026-11-30T03:45:00Z');
    await firestore.doc('cards/p1').delete();
    await firestore.doc('cards/p3').set({ name: 'p3' });
    await firestore.doc('cards/p9').set({ name: 'gone' });
    const { missing, extra } = await check(night, 2);
    assert.deepEqual([missing, extra], [1, 2]);
    assert.deepEqual(await readHeadlines(), allAre('Engineer'));
  });

  it('finds every stale card within thirty nights, and reads little', async () => {
    await writePeople();
    await publish();
    for (const id of ['p0', 'p4', 'p8']) await firestore.doc(`cards/${id}`).update({ name: 'Old' });
    let stale = 0;
    for (let night = 1; night <= 30; night += 1) {
      const found = await check(new Date(Date.UTC(2026, 10, night, 3, 45)), 2);
      stale += found.stale;
      assert.ok(found.billedReads <= 4 + 4 * 3, String(found.billedReads));
    }
    assert.equal(stale, 3);
  });

  it('renews headlines when a position begins or ends', async () => {
    await writePeople({ startDate: '2030-03-01', endDate: '2030-05-31' });
    await publish();
    assert.deepEqual(await readHeadlines(), allAre('Go'));
    assert.equal((await check(new Date('2030-03-01T03:45:00Z'))).renewed, 8);
    assert.deepEqual(await readHeadlines(), allAre('Engineer'));
    assert.equal((await check(new Date('2030-06-01T03:45:00Z'))).renewed, 8);
    assert.deepEqual(await readHeadlines(), allAre('Go'));
  });
});
