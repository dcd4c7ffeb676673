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
import { OptionalRedis } from '../../functions/src/platform/redis.ts';
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
  let staying: string[];

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
      { leaving: 2, staying: 2 },
      new Random(Number(setting('SEED'))),
    );
    staying = ofPeople(await findCanaries(stores), campus.cast.staying);
  });
  after(async () => {
    for (const undo of undos.reverse()) await undo();
  });

  /** Takes looks at somebody, these hours after the beginning. */
  async function erase(
    { uid }: CanaryPerson,
    looks: number[],
    steps: readonly Step[] = STEPS,
  ): Promise<void> {
    const { sql, firestore, media, redis } = ground;
    const began = new Date();
    const { person } = await startErasure(
      { sql, firestore },
      { uid, requestedBy: 'person', now: began, graceDays: 0 },
    );
    for (const hours of looks) {
      const { outcome, error } = await runErasure(
        {
          ...{ sql, firestore, redis: () => redis, bucket: media.stores.bucket },
          cloudinary: () => media.stores.cloudinary,
          ...{ now: new Date(began.getTime() + hours * HOUR_MS), timeoutSeconds: 60, steps },
        },
        person,
      );
      if (outcome === 'failed') throw error;
      await campus.settled();
      await expireKeys(redis, hours * 3600);
    }
  }

  /** Where something of somebody is, as `store place column`. */
  async function placesWith(person: CanaryPerson): Promise<string[]> {
    await database.direct`vacuum full analyze`;
    const findings = await searchForPeople(stores, [person], campus.files);
    return findings.map(({ store, place, column, kind }) => `${store} ${place} ${column}: ${kind}`);
  }

  it('that leaves out a store leaves something in it, which the search finds', async () => {
    const [, person] = campus.cast.leaving;
    assert.ok(person);
    const leftOut: StepName[] = ['media', 'postgres', 'redis'];
    const nothing = (): Promise<Removed> => Promise.resolve({});
    await erase(
      person,
      [0],
      STEPS.map((step) => (leftOut.includes(step.name) ? { ...step, run: nothing } : step)),
    );
    const places = await placesWith(person);
    for (const store of ['Postgres', 'bucket', 'Cloudinary', 'Redis'])
      assert.ok(
        places.some((place) => place.startsWith(store)),
        `nothing was found in ${store}`,
      );
    for (const store of ['Firestore', 'Auth'])
      assert.deepEqual(
        places.filter((place) => place.startsWith(store)),
        [],
      );
    // The next look makes up for it.
    await erase(person, [3]);
  });

  it('leaves nothing of a person in any store, and everything of the others', async () => {
    const [person] = campus.cast.leaving;
    assert.ok(person);
    await erase(person, [0, 3, 26]);
    // Delivered once more, as events are that were on their way.
    await ground.pipeline.publish([...campus.triggers.messages]);
    await ground.night();
    assert.deepEqual(await placesWith(person), []);
    const remaining = await findCanaries(stores);
    assert.deepEqual(
      staying.filter((canary) => !remaining.has(canary)),
      [],
    );
    assert.deepEqual(await damagedDocuments(ground.firestore, campus.cast, campus.documents), []);
  });
});
