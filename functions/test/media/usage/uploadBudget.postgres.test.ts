import assert from 'node:assert/strict';
import { proxyUpload } from '../../../src/media/uploadImage.ts';
import { recordPlanReport } from '../../../src/media/usage/planReport.ts';
import { planUsage } from '../../../src/media/usage/planUsage.ts';
import { MediaHarness, minutesFromNow, randomPicture } from '../../support/media.ts';

const IMAGE = { sizeBytes: 10_000_000 };
const VIDEO = { type: 'video', contentType: 'video/mp4', sizeBytes: 200_000_000 } as const;
const HEAVY = 20;

describe('the budget of uploads', () => {
  let harness: MediaHarness;
  beforeEach(async () => {
    harness = await MediaHarness.open();
  });
  afterEach(() => harness.close());

  /** Cloudinary's report says that this many credits are used by storage, and by views or renditions. */
  async function report(storage: number, transformations = 0): Promise<void> {
    harness.cloudinary.usage.extraStorageBytes = storage * 1e9;
    harness.cloudinary.usage.transformations = transformations * 1000;
    await recordPlanReport(harness.database.sql, harness.stores.cloudinary, new Date());
  }

  it('serves others while twenty accounts upload all they can', async function () {
    this.timeout(120_000);
    const uploadAll = async (uid: string): Promise<number> => {
      let accepted = 0;
      for (const upload of [VIDEO, IMAGE]) {
        for (;;) {
          const outcome = await harness.reserve(upload, uid).then(
            () => 'accepted',
            (error: unknown) => {
              const { code, message } = error as { code?: string; message: string };
              return `${String(code)}: ${message}`;
            },
          );
          if (outcome !== 'accepted') {
            assert.match(outcome, /^over-quota: /);
            break;
          }
          accepted += 1;
        }
      }
      return accepted;
    };
    const hostile = Array.from({ length: HEAVY }, (_, index) => `hostile${String(index)}`);
    const accepted = await Promise.all(hostile.map(uploadAll));
    assert.ok(accepted.every((count) => count > 0));
    const { share } = await planUsage(harness.database.sql, new Date());
    assert.ok(share < 0.55, String(share));
    for (let person = 0; person < 100; person += 1) {
      for (let upload = 0; upload < 3; upload += 1) {
        await harness.reserve({ sizeBytes: 3_000_000 }, `student${String(person)}`);
      }
    }
    await harness.reserve({ ...VIDEO, sizeBytes: 60_000_000 }, 'filmmaker');
  });

  it('stops new uploads at 95 % of the plan and says when they work again; those under way complete', async () => {
    const file = await randomPicture();
    const { mediaId, fields } = await harness.reserve({ sizeBytes: file.length });
    await report(20, 3.9);
    await assert.rejects(harness.reserve(), (error: { code: string; message: string; details: object }) => {
      const { worksAgainAt } = error.details as { worksAgainAt: string };
      assert.equal(error.code, 'over-quota');
      assert.match(error.message, /^Uploads are paused: .*They work again on \d+ \w+ \d{4}\.$/);
      // 0.15 credits of 3.9 that end evenly within 30 days.
      const days = (Date.parse(worksAgainAt) - Date.now()) / 86_400_000;
      assert.ok(days > 0 && days < 3, String(days));
      return true;
    });
    const image = { data: file.toString('base64'), purpose: 'event', source: 'web' } as const;
    await assert.rejects(proxyUpload(harness.context(), harness.stores, image), { code: 'over-quota' });
    assert.equal((await planUsage(harness.database.sql, new Date())).uploadsPaused, true);
    await harness.upload(fields, file);
    await harness.idle();
    assert.equal((await harness.row(mediaId))['status'], 'ready');
    await report(24);
    await assert.rejects(harness.reserve(), /They work again when an administrator has made room\.$/);
    await report(10);
    await harness.reserve();
  });

  it('says of a file that is more than a share of what is left that a smaller one may do', async () => {
    await report(18);
    await assert.rejects(harness.reserve(VIDEO, 'eve'), /more than one person's share.*Upload a smaller one/);
    await harness.reserve({}, 'eve');
  });

  it('tells a person whose share is used when their own uploads no longer count', async () => {
    const { sql } = harness.database;
    await harness.reserve({ sizeBytes: 1000 });
    await sql`
      insert into usage_metrics (user_id, metric_type, value, operation, timestamp)
      values ('ada', 'media_transformations', 1500, 'upload_video', ${minutesFromNow(-10 * 24 * 60).toISOString()})`;
    await assert.rejects(harness.reserve(), (error: { message: string; details: unknown }) => {
      assert.match(error.message, /your share of the campus's plan.*Uploads work again on/);
      const { worksAgainAt } = error.details as { worksAgainAt: string };
      const days = (Date.parse(worksAgainAt) - Date.now()) / 86_400_000;
      assert.ok(days > 19.9 && days < 20.1, String(days));
      return true;
    });
    await harness.reserve({}, 'bob');
  });
});
