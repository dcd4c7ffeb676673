import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Firestore } from '../../functions/src/platform/firestore.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { checkCollections } from '../../functions/src/sync/consistency/checkCollections.ts';
import { DocumentReader } from '../../functions/src/sync/pipeline/documentReader.ts';
import { migratedDatabase, type TestDatabase } from '../../functions/test/support/database.ts';
import { PROJECT } from '../../functions/test/support/environment.ts';
import { emptyFirestore } from '../../functions/test/support/firestore.ts';
import { liveTraffic } from '../../functions/test/support/traffic.ts';
import { partitionCollection } from './partitionCollection.ts';

/** Set `DOCUMENTS=200000` for a large run with kills. */
const DOCUMENTS = Number(process.env['DOCUMENTS'] ?? 6000);

interface Result {
  copied: number;
  applied: number;
  superseded: number;
  'dead-lettered': number;
  billedReads: number;
  peakMegabytes: number;
}

describe('npm run backfill', () => {
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

  /** Starts the command on the test's Firestore database. */
  function start(...args: string[]) {
    const child = spawn(
      process.execPath,
      [
        ...['--disable-warning=ExperimentalWarning', 'scripts/backfill.ts', '--project', PROJECT],
        ...['--firestore-database', databaseId, '--database-url', database.url, ...args],
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    return { child, ended: once(child, 'exit').then(([code]) => ({ code: code as number | null, output })) };
  }

  async function run(...args: string[]): Promise<Result> {
    const { code, output } = await start('--json', ...args).ended;
    assert.equal(code, 0, output);
    return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as Result;
  }

  async function write(paths: string[], fields: (path: string) => object): Promise<void> {
    const bulk = firestore.bulkWriter({ throttling: false });
    await Promise.all([...paths.map((path) => bulk.set(firestore.doc(path), fields(path))), bulk.close()]);
  }

  async function differences(): Promise<string[]> {
    const options = { share: 1, gracePeriodMs: 500, repairLimit: 0 };
    const checks = await checkCollections(
      firestore,
      database.sql,
      allCollections,
      () => Promise.resolve(null),
      options,
    );
    return checks.flatMap(({ missing, stale, extra }) => [...missing, ...stale, ...extra]);
  }

  const user = (path: string): object => ({
    email: 'x@campus.example',
    name: path,
    skills: ['Go', path.slice(-1)],
  });

  it('resumes after being killed three times while the app writes and deletes, and Postgres equals Firestore', async function () {
    this.timeout(3_600_000);
    const ids = Array.from({ length: DOCUMENTS }, (_, index) => `s${String(index).padStart(6, '0')}`);
    await write(
      ids.map((id) => `users/${id}`),
      user,
    );
    const stop = liveTraffic(firestore, database.sql, ids);
    for (let kill = 1; kill <= 3; kill += 1) {
      const { child, ended } = start();
      const goal = (DOCUMENTS * kill) / 5;
      while ((await copiedSoFar()) < goal && child.exitCode === null) await sleep(20);
      child.kill('SIGKILL');
      assert.equal((await ended).code, null, 'the command exited before it was killed');
    }
    const before = await copiedSoFar();
    const last = await run();
    assert.ok((await stop()) > 0);
    assert.ok(last.applied + last.superseded <= DOCUMENTS * 1.2 - before + 1000, 'the last run started over');
    assert.deepEqual(await differences(), []);
    console.log(`      peak memory ${String(last.peakMegabytes)} MB`);
  });

  async function copiedSoFar(): Promise<number> {
    const [row] = await database.sql`
      select coalesce(sum(documents), 0)::integer as documents from backfill_partitions`;
    return row?.['documents'];
  }

  it('copies subcollections, dead-letters documents that do not fit, and changes nothing in a second run', async () => {
    await write(['users/ada', 'users/bob'], user);
    await write(['events/e1'], () => ({ title: 'Robots' }));
    await write(['events/e1/attendees/ada', 'events/e2/attendees/bob', 'other/x/attendees/eve'], () => ({
      rating: 3,
    }));
    await write(['users/ada/positions/p1'], () => ({ title: 'Engineer' }));
    await write(['events/e3'], () => ({ description: 'no title' }));
    const { applied, ...first } = await run();
    assert.deepEqual([applied, first['dead-lettered'], first.copied], [6, 1, 7]);
    assert.deepEqual(await differences(), []);
    const [deadLetter] = await database.sql`select path, reason from dead_letters`;
    assert.equal(deadLetter?.['path'], 'events/e3');
    const again = await run('users', 'events');
    assert.deepEqual([again.applied, again.superseded, again['dead-lettered']], [0, 3, 1]);
  });

  it('restores neither deleted documents nor older states', async () => {
    await write(['users/ada', 'users/bob'], user);
    await database.sql`
      insert into users (id, version, live) values ('ada', 9000000000000000, false)`;
    await database.sql`
      insert into users (id, email, name, firebase_data, version, live)
      values ('bob', 'b', 'Newer', '{}', 9000000000000000, true)`;
    const { applied, superseded } = await run('users');
    assert.deepEqual([applied, superseded], [0, 2]);
    const rows = await database.sql`select id, name, live from users order by id`;
    assert.deepEqual(
      rows.map((row) => ({ ...row })),
      [
        { id: 'ada', name: null, live: false },
        { id: 'bob', name: 'Newer', live: true },
      ],
    );
  });

  it('prints the number of reads it would bill, and copies nothing with --dry-run', async () => {
    await write(['users/ada', 'users/bob'], user);
    const { code, output } = await start('users', '--dry-run').ended;
    assert.equal(code, 0);
    assert.match(output, /Bills about 2 reads/);
    const [rows] = await database.sql`select count(*)::integer as count from users`;
    assert.equal(rows?.['count'], 0);
  });

  it('rejects an invalid option', async () => {
    const { code } = await start('--concurrency', '0').ended;
    assert.equal(code, 1);
  });

  it('partitions a collection completely, whatever its ids look like', async () => {
    const users = allCollections[0]!;
    const reader = new DocumentReader(firestore);
    const ids = [
      ...Array.from({ length: 300 }, (_, index) => `student-2026-${String(index).padStart(5, '0')}`),
      ...Array.from({ length: 100 }, (_, index) =>
        `${String.fromCharCode(33 + (index % 90))}${String(index)}`.replaceAll(/[./_]/g, 'x'),
      ),
      ...Array.from({ length: 50 }, (_, index) => `日本${String(index)}`),
    ];
    await write(
      ids.map((id) => `users/${id}`),
      user,
    );
    const total = new Set(ids).size;
    const ranges = await partitionCollection(reader, users, total, 40);
    assert.ok(ranges.length > 6, String(ranges.length));
    assert.deepEqual([ranges[0]?.after, ranges.at(-1)?.upTo], [null, null]);
    let documents = 0;
    for (const range of ranges) documents += (await reader.count(users, range)).documents;
    assert.equal(documents, total);
    const sizes = await Promise.all(
      ranges.map(async (range) => (await reader.count(users, range)).documents),
    );
    // The range of non-ASCII ids is not split.
    assert.ok(sizes.filter((size) => size > 40).length <= 1, sizes.join(' '));
  });
});
