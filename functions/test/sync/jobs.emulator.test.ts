import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Firestore } from '../../src/platform/firestore.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { checkNightly } from '../../src/sync/checkConsistency.ts';
import { toIncomingChange } from '../../src/sync/pipeline/prepareChange.ts';
import { toUpsert } from '../../src/sync/pipeline/snapshotToChange.ts';
import { readStatus } from '../../src/sync/control/status.ts';
import { recordDeferredChanges } from '../../src/sync/control/deferredChanges.ts';
import { watch } from '../../src/sync/watchSync.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { emptyFirestore } from '../support/firestore.ts';

const USER = { email: 'x@campus.example', name: 'X' };
const NIGHT = { share: 1, gracePeriodMs: 100, repairLimit: 5 };

describe('watching and checking', () => {
  let firestore: Firestore;
  let database: TestDatabase;
  let writer: Writer;
  let webhook: Server;
  let posted: { text: string; alert: string; details: object }[];

  beforeEach(async () => {
    ({ firestore } = emptyFirestore());
    database = await migratedDatabase();
    writer = new Writer(database.sql, allCollections);
    posted = [];
    webhook = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        posted.push(JSON.parse(body) as (typeof posted)[number]);
        response.end();
      });
    }).listen(0, '127.0.0.1');
    await once(webhook, 'listening');
    process.env['ALERT_WEBHOOK_URL'] =
      `http://127.0.0.1:${String((webhook.address() as AddressInfo).port)}/hook`;
  });
  afterEach(async () => {
    delete process.env['ALERT_WEBHOOK_URL'];
    webhook.close();
    await firestore.terminate();
    await database.drop();
  });

  async function applyCurrentState(path: string): Promise<void> {
    await writer.apply([toIncomingChange(toUpsert(await firestore.doc(path).get()))]);
  }

  describe('watch', () => {
    it('sends a heartbeat only once the last one has arrived', async () => {
      assert.deepEqual(await watch(firestore, database.sql), []);
      const sent = (await firestore.doc('system/heartbeat').get()).updateTime;
      assert.ok(sent);
      await watch(firestore, database.sql);
      assert.ok(
        (await firestore.doc('system/heartbeat').get()).updateTime?.isEqual(sent),
        'a heartbeat was sent while the last was in flight',
      );
      const inFlight = await readStatus(firestore, database.sql);
      assert.equal(inFlight.lagSeconds, null);
      assert.ok(inFlight.oldestUnappliedSeconds > 0);
      await applyCurrentState('system/heartbeat');
      const arrived = await readStatus(firestore, database.sql);
      assert.ok(arrived.lagSeconds !== null && arrived.lagSeconds > 0);
      assert.equal(arrived.oldestUnappliedSeconds, 0);
      await watch(firestore, database.sql);
      assert.ok(!(await firestore.doc('system/heartbeat').get()).updateTime?.isEqual(sent));
    });

    it('raises an alert, and posts it to the webhook, if a change is deferred too long', async () => {
      const publishedAt = new Date(Date.now() - 20 * 60_000).toISOString();
      await recordDeferredChanges(database.sql, [
        { collection: 'users', path: 'users/ada', version: 1, publishedAt },
      ]);
      const alerts = await watch(firestore, database.sql);
      assert.deepEqual(
        alerts.map(({ name }) => name),
        ['sync-changes-late'],
      );
      assert.deepEqual(
        posted.map(({ alert }) => alert),
        ['sync-changes-late'],
      );
      assert.match(posted[0]?.text ?? '', /20 minutes old/);
    });

    it('resynchronises documents whose changes Pub/Sub has dropped', async () => {
      await firestore.doc('users/ada').set(USER);
      const publishedAt = new Date(Date.now() - 25 * 3_600_000).toISOString();
      const deferred = ['users/ada', 'users/gone'].map((path) => ({
        collection: 'users',
        path,
        version: 1,
        publishedAt,
      }));
      await recordDeferredChanges(database.sql, deferred);
      await watch(firestore, database.sql);
      const rows = await database.sql`select id, live from users order by id`;
      assert.deepEqual(
        rows.map((row) => ({ ...row })),
        [
          { id: 'ada', live: true },
          { id: 'gone', live: false },
        ],
      );
      assert.equal((await readStatus(firestore, database.sql)).deferredDocuments, 0);
    });

    it('raises an alert if the state cannot be read', async () => {
      await database.sql.end();
      const alerts = await watch(firestore, database.sql);
      assert.deepEqual(
        alerts.map(({ name }) => name),
        ['sync-status-unavailable'],
      );
    });
  });

  describe('deferred changes', () => {
    it('are recorded once per document with the oldest time, and cleared with the newest outcome', async () => {
      const record = (version: number, publishedAt: string): Promise<void> =>
        recordDeferredChanges(database.sql, [
          { collection: 'users', path: 'users/ada', version, publishedAt },
          { collection: 'users', path: 'users/ada', version, publishedAt },
        ]);
      await record(5, '2026-01-01T00:00:05Z');
      await record(9, '2026-01-01T00:00:09Z');
      await record(7, '2026-01-01T00:00:07Z');
      const rows = () => database.sql`select version::integer, deferred_since from deferred_changes`;
      const [row, ...others] = await rows();
      assert.deepEqual(
        [row?.['version'], row?.['deferred_since'], others],
        [9, new Date('2026-01-01T00:00:05Z'), []],
      );
      const state = (version: number) =>
        toIncomingChange({
          kind: 'upsert',
          path: 'users/ada',
          version,
          createTime: null,
          updateTime: '2026-01-01T00:00:00Z',
          data: USER,
        });
      await writer.apply([state(7)]);
      assert.equal((await rows()).length, 1);
      await writer.apply([state(9)]);
      assert.equal((await rows()).length, 0);
      await record(3, '2026-01-01T00:00:03Z');
      await writer.apply([toIncomingChange({ kind: 'reread', path: 'users/ada', version: 3 })]);
      assert.equal((await rows()).length, 0, 'a superseded change is still recorded');
    });
  });

  describe('checkNightly', () => {
    beforeEach(async () => {
      const bulk = firestore.bulkWriter();
      for (let index = 0; index < 50; index += 1)
        void bulk.set(firestore.doc(`users/u${String(index)}`), USER);
      await bulk.close();
    });

    it('repairs up to its limit, and above it only raises an alert', async () => {
      assert.equal((await checkNightly(firestore, database.sql, NIGHT))[0]?.missing.length, 50);
      assert.equal(posted[0]?.alert, 'sync-inconsistent');
      assert.match(posted[0].text, /50 of 50 documents differ in Postgres, and 50 were not repaired/);
      await checkNightly(firestore, database.sql, { ...NIGHT, repairLimit: 50 });
      assert.match(posted[1]?.text ?? '', /50 of 50 documents differed in Postgres and were repaired/);
      await checkNightly(firestore, database.sql, NIGHT);
      assert.equal(posted.length, 2);
      const { checks } = await readStatus(firestore, database.sql);
      assert.deepEqual(
        { ...checks['users'], finishedAt: '', billedReads: 0 },
        {
          finishedAt: '',
          documents: 50,
          inconsistent: 0,
          repaired: 0,
          billedReads: 0,
        },
      );
    });

    it('does nothing during a pause', async () => {
      await firestore.doc('system/sync').set({ mode: 'paused' });
      assert.deepEqual(await checkNightly(firestore, database.sql, NIGHT), []);
      assert.deepEqual(posted, []);
    });
  });
});
