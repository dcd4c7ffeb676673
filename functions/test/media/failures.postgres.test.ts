import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { backupMemory } from '../../../scripts/bench/media.ts';
import type { MemoryTask } from '../../../scripts/bench/backupMemory.ts';
import { ROOT } from '../../../scripts/lib/root.ts';
import { cleanUp } from '../../src/media/cleanUpMedia.ts';
import { remove } from '../../src/media/deleteMedia.ts';
import { locate } from '../../src/media/mediaUrl.ts';
import { mediaUsage } from '../../src/media/mediaUsage.ts';
import { passOn } from '../../src/media/uploadImage.ts';
import { backUp } from '../../src/media/files/backup.ts';
import { fileOf, mediaById } from '../../src/media/files/row.ts';
import { expire, recover, removeUnused } from '../../src/media/files/sweep.ts';
import { FREE_PLAN, planUsage } from '../../src/media/files/usage.ts';
import { DomainError } from '../../src/platform/errors.ts';
import { connect } from '../../src/platform/postgres.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { change } from '../support/changes.ts';
import { MediaWorld, minutesFromNow, picture, VIDEO } from '../support/media.ts';

const DAYS = 24 * 60;

describe('media when things fail or end', () => {
  let world: MediaWorld;
  before(async () => {
    world = await MediaWorld.open();
  });
  after(() => world.close());
  beforeEach(() => {
    world.standIn.notifications = () => ({ copies: 1, delayMs: 0 });
    world.standIn.down = world.storage.down = false;
    world.storage.onPiece = () => undefined;
    world.requested.length = 0;
  });

  async function ready(purpose: 'showcase_post' | 'profile' = 'showcase_post', uid = 'ada'): Promise<string> {
    const { mediaId } = await world.send(await picture(), { purpose }, uid);
    await world.standIn.settled();
    assert.equal((await world.row(mediaId))['status'], 'ready');
    return mediaId;
  }

  const unreachable = (error: unknown) => error instanceof DomainError && error.code === 'unreachable';
  const inCloudinary = (mediaId: string) =>
    [...world.standIn.files.values()].some(({ publicId }) => publicId.endsWith(mediaId));
  const inBucket = (mediaId: string) =>
    [...world.storage.objects.keys()].some((name) => name.endsWith(mediaId));
  const sweep = (minutes: number) => recover(world.database.sql, world.stores, minutesFromNow(minutes));
  const night = (minutes: number, removeUnused = false) =>
    cleanUp(world.database.sql, world.stores, { now: minutesFromNow(minutes), removeUnused });
  /** As if it had been announced and made ready that long ago. */
  const age = (mediaId: string, minutes: number) => world.database.sql`
    update media_files set upload_until = upload_until - make_interval(mins => ${minutes}),
      created_at = created_at - make_interval(mins => ${minutes}), ready_at = ready_at - make_interval(mins => ${minutes})
    where id = ${mediaId}`;

  it('an upload while Cloudinary is down fails clearly, and is settled once it is back', async () => {
    const data = (await picture()).toString('base64');
    world.standIn.down = true;
    const attempt = passOn(world.context('bob'), world.stores, { data, purpose: 'event', source: 'web' });
    await assert.rejects(attempt, unreachable);
    const [row] = await world.database.sql`select id, status from media_files where user_id = 'bob'`;
    assert.equal(row!['status'], 'pending');
    assert.ok((await sweep(11)).failed >= 1);
    world.standIn.down = false;
    assert.equal((await sweep(11)).failed, 0);
    await night(25 * 60);
    assert.equal((await world.row(row!['id']))['status'], 'expired');
    assert.match(String((await world.row(row!['id']))['status_reason']), /no file came within a day/);
  });

  it('a call whose connection ends is made once more', async () => {
    const mediaId = await ready();
    const { cloudinary } = world.stores;
    const file = fileOf((await mediaById(world.database.sql, mediaId))!);
    world.standIn.drops = 1;
    assert.equal((await cloudinary.find(file))?.public_id, file.publicId);
    world.standIn.drops = 2;
    await assert.rejects(cloudinary.find(file), unreachable);
    world.standIn.drops = 1;
    await cloudinary.remove(file);
    assert.ok(!inCloudinary(mediaId));
    await remove(world.context(), world.stores, mediaId);
  });

  it('a copy while the bucket is down waits, and is made once it is back', async () => {
    const mediaId = await ready();
    world.storage.down = true;
    await assert.rejects(backUp(world.database.sql, world.stores, mediaId));
    world.standIn.down = true;
    world.storage.down = false;
    await assert.rejects(backUp(world.database.sql, world.stores, mediaId));
    assert.equal((await world.row(mediaId))['backed_up_at'], null);
    assert.equal(inBucket(mediaId), false);
    world.standIn.down = false;
    world.requested.length = 0;
    await sweep(11);
    assert.deepEqual(world.requested, [mediaId]);
    await world.backUpAll();
    assert.notEqual((await world.row(mediaId))['backed_up_at'], null);
  });

  it('a copy whose process is killed halfway is made once by the next', async () => {
    const video = Buffer.concat([VIDEO, Buffer.alloc(20_000_000, 'frame')]);
    const announced = { type: 'video', contentType: 'video/mp4' } as const;
    const { mediaId } = await world.send(video, announced);
    const small = await ready();
    await world.standIn.settled();
    const copier = fork(join(ROOT, 'scripts/bench/backupMemory.ts'), {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: {
        ...process.env,
        CLOUDINARY_URL: world.url,
        STORAGE_EMULATOR_HOST: `http://${world.storage.host}`,
        MEDIA_BACKUP_BUCKET: 'backups',
        METADATA_SERVER_DETECTION: 'none',
      },
    });
    const ended = once(copier, 'exit');
    world.storage.onPiece = (received) => {
      if (received > video.length / 2) copier.kill('SIGKILL');
    };
    const { url: databaseUrl } = world.database;
    copier.send({ databaseUrl, cloudinaryUrl: world.url, small, large: mediaId } satisfies MemoryTask);
    assert.deepEqual(await ended, [null, 'SIGKILL']);
    assert.equal(inBucket(mediaId), false, 'nothing half is there');
    assert.equal((await world.row(mediaId))['backed_up_at'], null);

    world.storage.onPiece = () => undefined;
    const before = world.storage.completed;
    const again = () => backUp(world.database.sql, world.stores, mediaId);
    assert.deepEqual([await again(), await again()], ['copied', 'was copied']);
    assert.equal(world.storage.completed - before, 1);
    const md5 = createHash('md5').update(video).digest('hex');
    assert.equal((await world.row(mediaId))['backup_md5'], md5);
  });

  it('a copy of 200 MB takes less than 64 MB of memory', async () => {
    const { sql, url } = world.database;
    const undos: (() => Promise<void>)[] = [];
    const copied = { sql, url, loop: world, megabytes: 200 };
    try {
      const megabytes = await backupMemory((undo) => undos.push(undo), copied);
      assert.ok(megabytes < 64, `${String(megabytes)} MB`);
    } finally {
      for (const undo of undos) await undo();
    }
  });

  it('a file that is deleted while a store is down is gone once it is back', async () => {
    const mediaId = await ready();
    await world.backUpAll();
    await age(mediaId, 300);
    world.storage.down = true;
    assert.deepEqual(await remove(world.context(), world.stores, mediaId), { removed: false });
    assert.equal((await world.row(mediaId))['status'], 'deleted', 'nobody gets it any more');
    await assert.rejects(locate(world.context(), world.stores, { mediaId }), /no such file/);
    world.storage.down = false;
    assert.equal((await sweep(0)).removed >= 1, true);
    assert.deepEqual(await world.row(mediaId), {});
    assert.equal(inBucket(mediaId) || inCloudinary(mediaId), false);
  });

  it('deleting takes an older file from both stores and the record at once', async () => {
    const mediaId = await ready();
    await world.backUpAll();
    assert.ok(inBucket(mediaId) && inCloudinary(mediaId));
    await age(mediaId, 300);
    assert.deepEqual(await remove(world.context(), world.stores, mediaId), { removed: true });
    assert.deepEqual(await world.row(mediaId), {});
    assert.equal(inBucket(mediaId) || inCloudinary(mediaId), false);
    await assert.rejects(remove(world.context(), world.stores, mediaId), /no such file/);
  });

  it('a copy that ends after its file was deleted is removed', async () => {
    const mediaId = await ready();
    let removed: Promise<unknown> | undefined;
    world.storage.onPiece = () => {
      removed ??= remove(world.context(), world.stores, mediaId);
    };
    await backUp(world.database.sql, world.stores, mediaId);
    await removed;
    await sweep(0);
    assert.equal(inBucket(mediaId) || inCloudinary(mediaId), false);
  });

  it('lists what nothing has used for a month, and removes it if that is enabled', async () => {
    const [used, unused, once] = [await ready(), await ready(), await ready()];
    for (const id of [used, unused, once]) await age(id, 40 * DAYS);
    const writer = new Writer(world.database.sql, allCollections);
    const post = (version: number, mediaIds: string[]) =>
      change('showcase_posts/p', version, { userId: 'ada', mediaIds });
    await writer.apply([post(1_000_000, [used, once])]);
    await writer.apply([post(2_000_000, [used])]);
    await night(0);
    assert.ok(inCloudinary(unused), 'not enabled');
    await night(0, true);
    assert.equal(inCloudinary(unused), false);
    assert.ok(inCloudinary(used));
    assert.ok(inCloudinary(once), 'it was used until just now');
    await night(31 * DAYS, true);
    assert.equal(inCloudinary(once), false);
  });

  it('keeps an unused file that a document names at that moment', async () => {
    const mediaId = await ready();
    await age(mediaId, 40 * DAYS);
    const { sql, url } = world.database;
    const other = connect(url, { max: 1 });
    try {
      let removing: Promise<unknown> = Promise.resolve();
      await other.begin(async (linking) => {
        await linking`select from media_files where id = ${mediaId} for share`;
        await linking`insert into media_usage (media_id, used_in_type, used_in_id) values (${mediaId}, 'event', 'e')`;
        removing = removeUnused(sql, world.stores, new Date());
        for (let waiting = 0; waiting === 0;) {
          await sleep(20);
          const [row] = await sql<{ waiting: number }[]>`
            select count(*)::integer as waiting from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`;
          waiting = row?.waiting ?? 0;
        }
      });
      await removing;
    } finally {
      await other.end();
    }
    assert.equal((await world.row(mediaId))['status'], 'ready');
    assert.ok(inCloudinary(mediaId));
  });

  it('removes no more unused files than were asked for', async () => {
    const ids = [await ready(), await ready()];
    for (const id of ids) await age(id, 50 * DAYS);
    const { removed } = await removeUnused(world.database.sql, world.stores, new Date(), 1);
    assert.equal(removed, 1);
    assert.equal(ids.filter(inCloudinary).length, 1);
  });

  it('ends any number of uploads that never came in one night', async () => {
    await world.database.sql`
      insert into media_files (user_id, purpose, cloudinary_public_id, file_type, announced_format,
        announced_bytes, upload_until, created_at)
      select 'ada', 'event', 'events/never-' || number, 'image', 'jpg', 1, now() - interval '2 days',
        now() - interval '2 days'
      from generate_series(1, 501) as number`;
    const { expired } = await expire(world.database.sql, world.stores, new Date());
    assert.equal(expired, 501);
  });

  it('shows the pictures of profiles to others only while their owner shows them, by signed URLs', async () => {
    const mediaId = await ready('profile');
    const seen = (uid: string) =>
      locate(world.context(uid), world.stores, { mediaId, width: 100, height: 50 });
    await assert.rejects(seen('eve'), /no such file/);
    const writer = new Writer(world.database.sql, allCollections);
    const user = (id: string, version: number, mediaIds: string[]) =>
      change(`users/${id}`, version, { email: 'x@campus.example', name: 'X', mediaIds });
    await writer.apply([user('eve', 1_000_000, [mediaId])]);
    await assert.rejects(seen('eve'), /no such file/, 'naming it oneself is not enough');
    await writer.apply([user('ada', 1_000_000, [mediaId])]);
    const { url } = await seen('eve');
    assert.match(
      url,
      /\/image\/authenticated\/s--[\w-]{8}--\/w_100,h_50,c_fill,f_auto,q_auto\/v\d+\/profiles\//,
    );
    const shown = await world.delivered(url);
    assert.deepEqual([shown.width, shown.height], [100, 50]);
    assert.equal((await fetch(url.replace(/s--.{8}--\//, ''))).status, 401);
    assert.equal((await fetch(url.replace('w_100', 'w_101'))).status, 401);
    await writer.apply([change('users/ada', 2_000_000, null)]);
    await assert.rejects(seen('eve'), /no such file/);
  });

  it('delivers no original without a signature', async () => {
    const mediaId = await ready();
    const { url } = await locate(world.context('eve'), world.stores, { mediaId });
    assert.equal((await fetch(url)).status, 200);
    assert.equal((await fetch(url.replace('f_auto,q_auto/', ''))).status, 401);
  });

  it('a moderation decides before a file is ready, and may reject it', async () => {
    const moderated = await MediaWorld.open({ moderation: 'aws_rek' });
    try {
      const rejects = new Set<string>();
      moderated.standIn.moderation = (publicId) => (rejects.has(publicId) ? 'rejected' : 'approved');
      const file = await picture();
      const good = await moderated.send(file);
      const { mediaId, fields } = await moderated.announce({ size: file.length });
      rejects.add(fields['public_id']!);
      await moderated.upload(fields, file);
      await moderated.standIn.settled();
      assert.equal((await moderated.row(good.mediaId))['status'], 'ready');
      const bad = await moderated.row(mediaId);
      assert.deepEqual([bad['status'], bad['status_reason']], ['rejected', 'the moderation rejected it']);
      assert.equal(moderated.standIn.files.size, 1);
      const [counted] = await moderated.database.sql`
        select count(*)::integer as uploads from usage_metrics where metric_type = 'media_bandwidth'`;
      assert.equal(counted!['uploads'], 2, 'the plan pays for both');
    } finally {
      await moderated.close();
    }
  });

  it('counts each file once, against the plan and the limit of its owner, also when it is gone', async () => {
    const before = await planUsage(world.database.sql, new Date());
    const mediaId = await ready('showcase_post', 'counted');
    const { file_size_bytes: bytes } = await world.row(mediaId);
    await world.backUpAll();
    await remove(world.context('counted'), world.stores, mediaId);
    const after = await planUsage(world.database.sql, new Date());
    assert.equal(after.uploads - before.uploads, 1);
    assert.equal(after.bytes - before.bytes, 2 * Number(bytes), 'uploaded, and copied');
    assert.equal(after.transformations - before.transformations, 3);
    const { own } = await mediaUsage.definition.handle(world.context('counted'), { everybody: false });
    assert.deepEqual([own.uploads, own.bytes], [1, Number(bytes)], 'our copies are not theirs');
    assert.equal(own.left.bytes, own.limits.bytes - Number(bytes));
    const everybody = () => mediaUsage.definition.handle(world.context('counted'), { everybody: true });
    await assert.rejects(everybody(), /role admin/);
    const admin = { email: 'x@campus.example', name: 'X', role: 'admin' };
    await new Writer(world.database.sql, allCollections).apply([change('users/counted', 1_000_000, admin)]);
    assert.deepEqual((await everybody()).everybody?.limits, { bytes: 25e9, transformations: 25_000 });
  });

  it('projects to the end of the month, and raises an alert at 80 %', async () => {
    const quiet = (await night(0)).map(({ name }) => name);
    assert.ok(!quiet.includes('media-quota'));
    await world.database.sql`
      insert into usage_metrics (user_id, metric_type, value, operation, timestamp)
      values ('ada', 'media_transformations', ${FREE_PLAN.transformations * 0.81}, 'upload_image', '2030-06-10')`;
    const now = new Date('2030-06-11T00:00:00Z');
    const usage = await planUsage(world.database.sql, now);
    assert.equal(usage.transformations, 20_250);
    assert.equal(usage.projected.transformations, 60_750);
    assert.ok(Math.abs(usage.projectedShare - 2.43) < 1e-9);
    const options = { now, removeUnused: false };
    const alerts = await cleanUp(world.database.sql, world.stores, options);
    assert.ok(alerts.some(({ name, text }) => name === 'media-quota' && text.startsWith('81 %')));
  });

  it('links media to documents that name them, whatever else they name', async () => {
    const mediaId = await ready();
    const writer = new Writer(world.database.sql, allCollections);
    const odd = [
      mediaId,
      mediaId.toUpperCase(),
      'x',
      7,
      null,
      { $reference: `media/${mediaId}` },
      crypto.randomUUID(),
    ];
    const links = async () =>
      [
        ...(await world.database.sql`
        select used_in_type, used_in_id from media_usage where media_id = ${mediaId} order by 1, 2`),
      ].map((row) => `${String(row['used_in_type'])} ${String(row['used_in_id'])}`);
    await writer.apply([
      change('showcase_posts/odd', 1_000_000, { userId: 'ada', mediaIds: odd }),
      change('users/named', 1_000_000, { email: 'x@campus.example', name: 'X', mediaIds: mediaId }),
      change('events/named', 1_000_000, { title: 'X', mediaIds: [mediaId] }),
      change('events/none', 1_000_000, { title: 'X', mediaIds: { a: 1 } }),
    ]);
    assert.deepEqual(await links(), ['event named', 'profile named', 'showcase_post odd']);
    await writer.apply([
      change('events/named', 2_000_000, { title: 'X' }),
      change('showcase_posts/odd', 2_000_000, null),
    ]);
    assert.deepEqual(await links(), ['profile named']);
    await remove(world.context(), world.stores, mediaId);
    assert.deepEqual(await links(), []);
    await writer.apply([change('events/named', 3_000_000, { title: 'X', mediaIds: [mediaId] })]);
    assert.deepEqual(await links(), [], 'what is deleted is not linked');
  });
});
