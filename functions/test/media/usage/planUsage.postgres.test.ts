import assert from 'node:assert/strict';
import { cleanUp } from '../../../src/media/cleanUpMedia.ts';
import { deleteOwnedMedia } from '../../../src/media/deleteMedia.ts';
import { mediaUsage } from '../../../src/media/mediaUsage.ts';
import { FREE_PLAN, planUsage } from '../../../src/media/usage/planUsage.ts';
import type { Reach } from '../../../src/platform/identity/policy.ts';
import { MediaHarness } from '../../support/media.ts';

describe('usage of the Cloudinary plan', () => {
  let harness: MediaHarness;
  before(async () => {
    harness = await MediaHarness.open();
  });
  after(() => harness.close());

  it("counts each file once, against the plan and its owner's quota, even after deletion", async () => {
    const { sql } = harness.database;
    const before = await planUsage(sql, new Date());
    const mediaId = await harness.sendReady({}, 'bea');
    const { file_size_bytes: bytes } = await harness.row(mediaId);
    await harness.backUpRequested();
    await deleteOwnedMedia(harness.context('bea'), harness.stores, mediaId);
    const after = await planUsage(sql, new Date());
    assert.equal(after.uploads - before.uploads, 1);
    assert.equal(after.bytes - before.bytes, 2 * Number(bytes), 'upload and backup download');
    assert.equal(after.transformations - before.transformations, 4);
    const { user } = await mediaUsage.definition.handle(harness.context('bea'), { includePlan: false });
    assert.deepEqual([user.uploads, user.bytes], [1, Number(bytes)], 'backups do not count for the user');
    assert.equal(user.remaining.bytes, user.limits.bytes - Number(bytes));
  });

  it('is shown to administrators only', async () => {
    const usageWithPlan = (reach: Reach) =>
      mediaUsage.definition.handle({ ...harness.context('cy'), reach }, { includePlan: true });
    await assert.rejects(usageWithPlan('own'), { code: 'not-allowed' });
    assert.deepEqual((await usageWithPlan('everyone')).plan?.limits, {
      bytes: 25e9,
      transformations: 25_000,
    });
  });

  it('is projected to the end of the month, and raises an alert at 80 %', async () => {
    const { sql } = harness.database;
    const alertsAt = (now: Date) => cleanUp(sql, harness.stores, { now, removeUnused: false });
    assert.ok(!(await alertsAt(new Date())).some(({ name }) => name === 'media-quota'));
    await sql`
      insert into usage_metrics (user_id, metric_type, value, operation, timestamp)
      values ('bea', 'media_transformations', ${FREE_PLAN.transformations * 0.81}, 'upload_image', '2030-06-10')`;
    const now = new Date('2030-06-11T00:00:00Z');
    const usage = await planUsage(sql, now);
    assert.equal(usage.transformations, 20_250);
    assert.equal(usage.projected.transformations, 60_750);
    assert.ok(Math.abs(usage.projectedShare - 2.43) < 1e-9);
    const alerts = await alertsAt(now);
    assert.ok(alerts.some(({ name, text }) => name === 'media-quota' && text.startsWith('81 %')));
  });
});
