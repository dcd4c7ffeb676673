import assert from 'node:assert/strict';
import { runErasure } from '../../functions/src/accounts/erasure/runErasure.ts';
import { startErasure } from '../../functions/src/accounts/erasure/startErasure.ts';
import type { Removed, Step, StepName } from '../../functions/src/accounts/erasure/step.ts';
import { STEPS } from '../../functions/src/accounts/erasure/steps.ts';
import { recomputeEngagement } from '../../functions/src/engagement/recomputeEngagement.ts';
import { refreshCareers } from '../../functions/src/careers/refreshCareers.ts';
import { refreshNames } from '../../functions/src/names/refreshNames.ts';
import { indexSearch } from '../../functions/src/people/indexSearch.ts';
import { refreshMatching } from '../../functions/src/people/refreshMatching.ts';
import { runJob } from '../../functions/src/platform/job.ts';
import { personHash } from '../../functions/src/platform/erasure/keyedHash.ts';
import { OptionalRedis } from '../../functions/src/platform/redis.ts';
import { insistOn } from '../../functions/src/platform/scanKeys.ts';
import { refreshRecommendations } from '../../functions/src/recommendations/refreshRecommendations.ts';
import { emulatedAccounts } from '../../functions/test/support/accounts.ts';
import { migratedDatabase, type TestDatabase } from '../../functions/test/support/database.ts';
import { setting } from '../../functions/test/support/environment.ts';
import { emptyFirestore } from '../../functions/test/support/firestore.ts';
import type { Stores } from '../accounts/search/searchStores.ts';
import { Random } from '../campus/random.ts';
import { startInProcessMedia } from '../local/inProcessMedia.ts';
import { plantCampus, type ErasureCampus } from './campus.ts';
import type { CanaryPerson } from './canaryPeople.ts';
import { expireKeys } from './expireKeys.ts';
import { findCanaries, ofPeople } from './findCanaries.ts';
import { damagedDocuments } from './lostOfOthers.ts';
import type { Ground } from './ground.ts';
import { directPipeline } from './pipeline.ts';
import { searchForPeople } from './searchForPeople.ts';

const JOBS = [
  refreshNames,
  recomputeEngagement,
  refreshMatching,
  refreshRecommendations,
  refreshCareers,
  indexSearch,
];

const HOUR_MS = 3_600_000;

describe('an erasure', () => {
  const undos: (() => Promise<unknown>)[] = [];
  let database: TestDatabase;
  let ground: Ground;
  let stores: Stores;
  let campus: ErasureCampus;
  let leaving: CanaryPerson;
  /** The canaries of those who stay. */
  let staying: string[];
  const began = new Date();

  before(async () => {
    const cleanup = (undo: () => Promise<unknown>): void => void undos.push(undo);
    database = await migratedDatabase();
    const { sql } = database;
    cleanup(database.drop);
    const { firestore } = emptyFirestore();
    emulatedAccounts();
    const redis = new OptionalRedis(setting('TEST_REDIS_URL'), setting('TEST_REDIS_TOKEN'), 5000);
    const media = await startInProcessMedia(cleanup, sql);
    const night = async (): Promise<void> => {
      const context = { sql, now: new Date(), firestore: () => Promise.resolve(firestore) };
      for (const { definition } of JOBS) await runJob(definition, context);
    };
    ground = { sql, firestore, redis, media, pipeline: directPipeline(sql), night };
    stores = {
      sql,
      firestore,
      redis,
      cloudinary: media.stores.cloudinary,
      bucket: await media.stores.bucket(),
    };
    campus = await plantCampus(
      cleanup,
      ground,
      { leaving: 1, staying: 2 },
      new Random(Number(setting('SEED'))),
    );
    const [person] = campus.cast.leaving;
    assert.ok(person);
    leaving = person;
    // On a slow machine, what the calls have left there may have expired: incomplete answers last a minute.
    await insistOn(redis, (client) => client.set(`answer:${leaving.uid}`, leaving.name, { ex: 3600 }));
    const request = { uid: leaving.uid, requestedBy: 'person', now: began, graceDays: 0 } as const;
    await startErasure({ sql, firestore }, request);
    staying = ofPeople(await findCanaries(stores), campus.cast.staying);
  });
  after(async () => {
    for (const undo of undos.reverse()) await undo();
  });

  /** Takes a look at the person who leaves, these hours after their erasure began. */
  async function look(hours: number, steps: readonly Step[] = STEPS): Promise<void> {
    const { sql, firestore, media, redis } = ground;
    const { outcome, error } = await runErasure(
      {
        ...{ sql, firestore, redis: () => redis, bucket: media.stores.bucket },
        cloudinary: () => media.stores.cloudinary,
        ...{ now: new Date(began.getTime() + hours * HOUR_MS), timeoutSeconds: 60, steps },
      },
      personHash(leaving.uid),
    );
    if (outcome === 'failed') throw error;
    await campus.settled();
    await expireKeys(redis, hours * 3600);
  }

  /** Where something of them is, as `store place column`. */
  async function places(): Promise<string[]> {
    const findings = await searchForPeople(stores, [leaving], campus.files);
    return findings.map(({ store, place, column, kind }) => `${store} ${place} ${column}: ${kind}`);
  }

  it('that leaves out a store leaves something in it, which the search finds', async () => {
    const leftOut: StepName[] = ['media', 'postgres', 'redis'];
    const nothing = (): Promise<Removed> => Promise.resolve({});
    await look(
      0,
      STEPS.map((step) => (leftOut.includes(step.name) ? { ...step, run: nothing } : step)),
    );
    const stored = new Set((await places()).map((place) => place.split(' ', 1)[0]));
    assert.deepEqual([...stored].sort(), ['Cloudinary', 'Postgres', 'Redis', 'bucket']);
  });

  it('leaves nothing of a person in any store, and everything of the others', async () => {
    // What the first look has left is found by the next.
    await look(3);
    await look(26);
    // Delivered once more, as events are that were on their way.
    await ground.pipeline.publish([...campus.triggers.messages]);
    await ground.night();
    await database.direct`vacuum full analyze`;
    assert.deepEqual(await places(), []);
    const remaining = await findCanaries(stores);
    assert.deepEqual(
      staying.filter((canary) => !remaining.has(canary)),
      [],
    );
    assert.deepEqual(await damagedDocuments(ground.firestore, campus.cast, campus.documents), []);
  });
});
