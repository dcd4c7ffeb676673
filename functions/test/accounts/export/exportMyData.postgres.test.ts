import assert from 'node:assert/strict';
import { exportMissing } from '../../../src/accounts/export/exportMissing.ts';
import { recordFailure, runExport } from '../../../src/accounts/export/runExport.ts';
import { exportData, type DataExport } from '../../../src/accounts/exportMyData.ts';
import { sweepExports } from '../../../src/accounts/finishExports.ts';
import { withLock } from '../../../src/platform/locks.ts';
import { OptionalRedis } from '../../../src/platform/redis.ts';
import type { Bucket } from '../../../src/platform/storage.ts';
import { unzipSync } from 'fflate';
import { documentsAsFirestore } from '../../support/documentsAsFirestore.ts';
import { MediaHarness } from '../../support/media.ts';
import { CAMPUS_DOCUMENTS } from './campusDocuments.ts';

const HOUR_MS = 3_600_000;

describe('an export', () => {
  let harness: MediaHarness;
  let bucket: Bucket;
  let enqueued: string[];
  before(async () => {
    harness = await MediaHarness.open();
    bucket = (await harness.stores.bucket())!;
  });
  after(() => harness.close());
  beforeEach(() => {
    harness.reset();
    enqueued = [];
  });

  const START = new Date();
  const hours = (count: number): Date => new Date(START.getTime() + count * HOUR_MS);

  function ask(uid: string, now = START, renew = false): Promise<DataExport> {
    const tools = {
      bucket: harness.stores.bucket,
      enqueue: (exportId: string) => Promise.resolve(void enqueued.push(exportId)),
    };
    return exportData({ sql: harness.database.sql, uid, now }, tools, { renew });
  }

  /** @param meanwhile what happens while it is built */
  const build = (exportId: string, now = START, meanwhile: () => Promise<void> = () => Promise.resolve()) => {
    const sources = {
      sql: harness.database.sql,
      firestore: documentsAsFirestore(CAMPUS_DOCUMENTS),
      redis: new OptionalRedis('', ''),
      cloudinary: harness.stores.cloudinary,
      account: async () => {
        await meanwhile();
        return null;
      },
      bucket,
    };
    return runExport(sources, exportId, () => now);
  };

  const overQuotaUntil = (time: Date) => ({
    code: 'over-quota',
    details: { reason: 'over-quota', worksAgainAt: time.toISOString() },
  });

  const objectsOf = (uid: string) =>
    [...harness.storage.objects.keys()].filter((name) => name.includes(`exports/${uid}/`));

  it('is begun by the first call, prepared once however often one asks, and downloaded until a day later', async () => {
    const answers = await Promise.all([ask('ada'), ask('ada'), ask('ada', START, true)]);
    const { exportId } = answers[0];
    assert.deepEqual(new Set(answers.map((answer) => answer.exportId)), new Set([exportId]));
    assert.deepEqual(new Set(enqueued), new Set([exportId]));
    assert.equal((await ask('ada')).state, 'preparing');
    assert.equal(await build(exportId), 'built');
    const ready = await ask('ada', hours(23));
    assert.ok(ready.state === 'ready' && ready.exportId === exportId);
    assert.equal(ready.endsAt, hours(24).toISOString());
    const response = await fetch(ready.url);
    const archive = new Uint8Array(await response.arrayBuffer());
    assert.equal(archive.length, ready.sizeBytes);
    const names = Object.keys(unzipSync(archive));
    assert.deepEqual(exportMissing(names), []);
    assert.equal(names.length, ready.files);
    const next = await ask('ada', hours(24));
    assert.ok(next.state === 'preparing' && next.exportId !== exportId);
  });

  it('can be renewed after an hour, after a failure at once, and three times a day', async () => {
    const first = await ask('bob');
    await build(first.exportId);
    await assert.rejects(ask('bob', hours(0.5), true), overQuotaUntil(hours(1)));
    const second = await ask('bob', hours(1), true);
    await recordFailure(harness.database.sql, second.exportId, new TypeError('secret'), hours(1));
    const failed = await ask('bob', hours(1));
    assert.ok(failed.state === 'failed' && !JSON.stringify(failed).includes('secret'));
    const third = await ask('bob', hours(1.1), true);
    await build(third.exportId, hours(1.1));
    await assert.rejects(ask('bob', hours(3), true), overQuotaUntil(hours(24)));
    assert.equal((await ask('bob', hours(24.5), true)).state, 'preparing');
  });

  it("cannot be had by somebody else's call", async () => {
    const { exportId } = await ask('cara');
    await build(exportId);
    assert.equal((await ask('dan')).state, 'preparing');
  });

  it('starts again after it was killed or its task was lost, when one asks again or at night', async () => {
    const { exportId } = await ask('eve');
    harness.storage.onChunk = () => {
      throw new Error('killed');
    };
    await assert.rejects(build(exportId));
    assert.equal(harness.storage.objects.has(`backups/exports/eve/${exportId}.zip`), false);
    harness.reset();
    enqueued = [];
    await ask('eve', hours(0.5));
    assert.deepEqual(enqueued, []);
    await ask('eve', hours(0.6));
    assert.deepEqual(enqueued, [exportId]);
    const atNight: string[] = [];
    const enqueue = (id: string) => Promise.resolve(void atNight.push(id));
    await sweepExports({ sql: harness.database.sql, bucket, now: hours(1), enqueue });
    assert.ok(atNight.includes(exportId));
    assert.equal(await build(exportId), 'built');
    assert.equal(await build(exportId), 'nothing to do');
  });

  it('is built by one run at a time', async () => {
    const { exportId } = await ask('fay');
    const outcome = await withLock(harness.database.direct, ['dataExport', exportId], () => build(exportId));
    assert.equal(outcome, 'busy');
  });

  it('of somebody who is erased while it is made leaves nothing in the bucket', async () => {
    const { exportId } = await ask('gil');
    const outcome = await build(exportId, START, async () => {
      await harness.database.direct`delete from data_exports where user_id = 'gil'`;
    });
    assert.deepEqual([outcome, objectsOf('gil')], ['nothing to do', []]);
    assert.equal(await build(exportId), 'nothing to do');
  });

  it('is deleted a day after it was made, by the night', async () => {
    const { exportId } = await ask('hal');
    await build(exportId);
    const enqueue = () => Promise.resolve();
    await sweepExports({ sql: harness.database.sql, bucket, now: hours(23), enqueue });
    assert.equal(objectsOf('hal').length, 1);
    await sweepExports({ sql: harness.database.sql, bucket, now: hours(25), enqueue });
    assert.equal(objectsOf('hal').length, 0);
  });
});
