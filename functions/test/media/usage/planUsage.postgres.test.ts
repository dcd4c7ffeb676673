import assert from 'node:assert/strict';
import { cleanUp } from '../../../src/media/cleanUpMedia.ts';
import { deleteOwnedMedia } from '../../../src/media/deleteMedia.ts';
import { mediaUsage } from '../../../src/media/mediaUsage.ts';
import { recordPlanReport } from '../../../src/media/usage/planReport.ts';
import { planUsage } from '../../../src/media/usage/planUsage.ts';
import type { Reach } from '../../../src/platform/identity/policy.ts';
import { MediaHarness, minutesFromNow } from '../../support/media.ts';

const DAY_MINUTES = 24 * 60;

describe('usage of the Cloudinary plan', () => {
  let harness: MediaHarness;
  before(async () => {
    harness = await MediaHarness.open();
  });
  after(() => harness.close());
  beforeEach(async () => {
    harness.reset();
    const { usage } = harness.cloudinary;
    usage.bandwidthBytes = usage.extraStorageBytes = usage.transformations = 0;
    await harness.database.sql`truncate media_plan_reports, usage_metrics`;
  });

  const report = (now = new Date()) => recordPlanReport(harness.database.sql, harness.stores.cloudinary, now);
  const plan = (now = new Date()) => planUsage(harness.database.sql, now);
  const close = (actual: number, expected: number): void => {
    assert.ok(Math.abs(actual - expected) < 1e-4, `${String(actual)} is not ${String(expected)}`);
  };

  it('adds up storage, transformations and bandwidth in credits, by our own count until there is a report', async () => {
    const before = await plan();
    const mediaId = await harness.sendReady({}, 'bea');
    const bytes = Number((await harness.row(mediaId))['file_size_bytes']);
    await harness.backUpRequested();
    const { credits, reportedOn, share } = await plan();
    assert.equal(reportedOn, null);
    close(credits.transformations, 4 / 1000);
    close(credits.storage - before.credits.storage, (bytes * 1.25) / 1e9);
    close(credits.bandwidth, bytes / 1e9);
    close(credits.used, credits.transformations + credits.storage + credits.bandwidth);
    close(share, credits.used / 25);
    await deleteOwnedMedia(harness.context('bea'), harness.stores, mediaId);
    const after = await plan();
    close(after.credits.storage, before.credits.storage);
    close(after.credits.transformations, credits.transformations);
    const { user } = await mediaUsage.definition.handle(harness.context('bea'), { includePlan: false });
    assert.deepEqual([user.uploads, user.bytes], [1, bytes], 'backups do not count for the user');
    assert.equal(user.remaining.bytes, user.limits.bytes - bytes);
    close(user.credits.used, 4 / 1000);
    close(user.credits.limit, (25 * 0.95 - after.credits.used) / 20);
  });

  it("goes by Cloudinary's report of the night, and adds what was uploaded since", async () => {
    const { usage } = harness.cloudinary;
    usage.bandwidthBytes = 3e9;
    usage.extraStorageBytes = 6e9;
    usage.transformations = 2000;
    await report();
    const reported = await plan();
    assert.equal(reported.reportedOn, new Date().toISOString().slice(0, 10));
    close(reported.credits.used, 11);
    await harness.sendReady({}, 'cy');
    const { credits } = await plan();
    close(credits.transformations, 2 + 4 / 1000);
    assert.ok(credits.storage > 6);
  });

  it('is shown to administrators only', async () => {
    const usageWithPlan = (reach: Reach) =>
      mediaUsage.definition.handle({ ...harness.context('cy'), reach }, { includePlan: true });
    await assert.rejects(usageWithPlan('own'), { code: 'not-allowed' });
    assert.equal((await usageWithPlan('everyone')).plan?.credits.limit, 25);
  });

  it('is projected for 30 days, and raises an alert at 80 % or when it is going to run out', async () => {
    const { sql } = harness.database;
    const { usage } = harness.cloudinary;
    const alerts = async () => {
      const raised = await cleanUp(sql, harness.stores, { now: new Date(), removeUnused: false });
      return raised.filter(({ name }) => name === 'media-quota').map(({ text }) => text);
    };
    assert.deepEqual(await alerts(), []);
    usage.extraStorageBytes = 20.3e9;
    assert.match((await alerts())[0]!, /^81 % of the Cloudinary plan is used/);
    usage.extraStorageBytes = 10e9;
    assert.deepEqual(await alerts(), []);
    // 7 credits in the last week are 30 in 30 days.
    await sql`
      insert into usage_metrics (user_id, metric_type, value, operation, timestamp)
      values ('cy', 'media_transformations', 7000, 'upload_image', ${minutesFromNow(-3 * DAY_MINUTES).toISOString()})`;
    usage.transformations += 7000;
    const projected = await alerts();
    assert.match(projected[0]!, /at this rate it will be 16\d % in 30 days\./);
  });

  it('counts as before when Cloudinary does not report, and the night is recorded as failed', async () => {
    const { sql } = harness.database;
    harness.cloudinary.usage.extraStorageBytes = 21e9;
    await report();
    harness.cloudinary.isDown = true;
    await assert.rejects(cleanUp(sql, harness.stores, { now: new Date(), removeUnused: false }), {
      code: 'unreachable',
    });
    close((await plan()).credits.storage, 21);
  });
});
