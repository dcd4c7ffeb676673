import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Firestore } from '../../functions/src/platform/firestore.ts';
import { users } from '../../functions/src/sync/collections/users.ts';
import { DocumentReader } from '../../functions/src/sync/pipeline/documentReader.ts';
import { migratedDatabase, type TestDatabase } from '../../functions/test/support/database.ts';
import { PROJECT } from '../../functions/test/support/environment.ts';
import { emptyFirestore } from '../../functions/test/support/firestore.ts';
import { markImported, type MarkedCollection, type Period } from './markImported.ts';

const RESTORED = [
  'users/ada',
  'users/ada/positions/first',
  'events/talk',
  'events/talk/attendees/ada',
  'showcase_posts/one',
  'connections/one',
];

/** Neither belongs to a collection that tells when something happened. */
const UNRELATED = ['system/sync', 'clubs/chess/attendees/ada'];

describe('npm run mark-imported', () => {
  let firestore: Firestore;
  let databaseId: string;
  // It is on record there who marked.
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());
  beforeEach(() => {
    ({ firestore, databaseId } = emptyFirestore());
  });
  afterEach(() => firestore.terminate());

  async function run(...args: string[]): Promise<{ code: number | null; output: string }> {
    const child = spawn(
      process.execPath,
      [
        ...['--disable-warning=ExperimentalWarning', 'scripts/mark-imported.ts', '--project', PROJECT],
        ...['--firestore-database', databaseId, ...args],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, DATABASE_URL: database.url } },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, output };
  }

  async function mark({ from, to }: Period, ...args: string[]): Promise<Record<string, MarkedCollection>> {
    const { code, output } = await run(
      ...['--json', '--created-between', from.toISOString(), to.toISOString(), ...args],
    );
    assert.equal(code, 0, output);
    return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as Record<string, MarkedCollection>;
  }

  const write = (paths: string[]): Promise<unknown> =>
    Promise.all(paths.map((path) => firestore.doc(path).set({ kept: path })));

  /** Runs something, and returns a period in which nothing else was created. */
  async function during(work: () => Promise<unknown>): Promise<Period> {
    await sleep(20);
    const from = new Date();
    await sleep(20);
    await work();
    await sleep(20);
    const to = new Date();
    await sleep(20);
    return { from, to };
  }

  async function marked(paths: string[]): Promise<string[]> {
    const snapshots = await firestore.getAll(...paths.map((path) => firestore.doc(path)));
    for (const snapshot of snapshots) assert.equal(snapshot.get('kept'), snapshot.ref.path);
    return snapshots.filter((one) => one.get('imported') === true).map(({ ref }) => ref.path);
  }

  it('marks what was created in the period, and only that, once', async () => {
    const others = ['users/before', 'users/after', ...UNRELATED];
    await write(['users/before']);
    const period = await during(() => write([...RESTORED, ...UNRELATED]));
    await write(['users/after']);

    const planned = await mark(period, '--dry-run');
    assert.deepEqual(planned['users'], { documents: 3, marked: 1, alreadyMarked: 0 });
    assert.deepEqual(await marked([...RESTORED, ...others]), []);

    assert.deepEqual(await mark(period), planned);
    assert.deepEqual(await marked([...RESTORED, ...others]), RESTORED);

    for (const counts of Object.values(await mark(period)))
      assert.deepEqual([counts.marked, counts.alreadyMarked], [0, 1]);
  });

  it('keeps what the app writes meanwhile, and marks nothing that was created anew', async () => {
    const period = await during(() => write(['users/edited', 'users/gone', 'users/reborn']));
    const reader = new InterruptedReader(firestore);
    reader.happen = async () => {
      await firestore.doc('users/edited').update({ bio: 'new' });
      await firestore.doc('users/gone').delete();
      await firestore.doc('users/reborn').delete();
      await firestore.doc('users/reborn').set({ kept: 'users/reborn' });
    };
    for await (const counts of markImported(reader, users, period, { dryRun: false }))
      assert.equal(counts.marked, 1);
    assert.deepEqual(await marked(['users/edited', 'users/reborn']), ['users/edited']);
    assert.equal((await firestore.doc('users/edited').get()).get('bio'), 'new');
    assert.equal((await firestore.doc('users/gone').get()).exists, false);
  });

  it('refuses a period without an end, a time zone or in the wrong order', async () => {
    for (const times of [
      ['2026-05-03T09:00:00Z'],
      ['2026-05-03T09:00:00', '2026-05-03T11:00:00'],
      ['2026-05-03T11:00:00Z', '2026-05-03T09:00:00Z'],
      ['yesterday', 'today'],
    ]) {
      const { code, output } = await run('--created-between', ...times);
      assert.equal(code, 1);
      assert.match(output, /--created-between takes a start and an end/);
    }
  });
});

/** Reads pages, after each of which something happens before it is handed over. */
class InterruptedReader extends DocumentReader {
  happen: () => Promise<void> = () => Promise.resolve();

  override async *streamPages(
    ...args: Parameters<DocumentReader['streamPages']>
  ): ReturnType<DocumentReader['streamPages']> {
    for await (const page of super.streamPages(...args)) {
      await this.happen();
      yield page;
    }
  }
}
