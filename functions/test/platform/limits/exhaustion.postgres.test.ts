import assert from 'node:assert/strict';
import { z } from 'zod';
import { memberToken, UNCHECKED } from '../../../../scripts/lib/callContext.ts';
import { startRedis } from '../../../../scripts/local/redis/redis.ts';
import { call, type CallableDefinition, type Dependencies } from '../../../src/platform/callable.ts';
import { POLICY } from '../../../src/platform/identity/policy.ts';
import { InstanceLimits } from '../../../src/platform/limits/instanceLimits.ts';
import { deleteOldCounts } from '../../../src/platform/limits/deleteOldCounts.ts';
import { OptionalRedis, TIMEOUT_MS } from '../../../src/platform/redis.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { RedisProxy } from '../../support/redisProxy.ts';

const LIMIT = { calls: 5, seconds: 60 };
const INSTANCES = 3;
const ATTACKERS = Array.from({ length: 20 }, (_, index) => `attacker-${String(index)}`);
const OTHERS = Array.from({ length: 10 }, (_, index) => `other-${String(index)}`);

describe('twenty accounts that call without pause, on three instances', () => {
  const undos: (() => Promise<void>)[] = [];
  let database: TestDatabase;
  let proxy: RedisProxy;
  let endpoint: { url: string; token: string };

  before(async () => {
    database = await migratedDatabase();
    endpoint = await startRedis((undo) => undos.push(undo), { backend: 'embedded' });
  });
  after(async () => {
    for (const undo of undos.reverse()) await undo();
    await database.drop();
  });
  beforeEach(async () => {
    proxy = await RedisProxy.to(endpoint);
    await database.sql`truncate call_counts`;
  });
  afterEach(() => proxy.stop());

  /** How often each account was answered, when all of them call at once from one address. */
  async function answered(
    name: string,
    { redis, cheap }: { redis: () => OptionalRedis; cheap?: true },
  ): Promise<Map<string, number>> {
    const definition: CallableDefinition<unknown, string> = {
      name,
      description: 'Says who calls.',
      output: z.string(),
      errors: [],
      access: POLICY.similarStudents,
      input: z.strictObject({}),
      rateLimit: LIMIT,
      ...(cheap && { cheap }),
      handle: ({ uid }) => Promise.resolve(uid),
    };
    const instances = Array.from({ length: INSTANCES }, (): Dependencies => {
      const [client, limits] = [redis(), new InstanceLimits(() => ({ calls: 3000, seconds: 60 }))];
      return {
        ...UNCHECKED,
        redis: () => client,
        sql: () => database.sql,
        now: () => new Date(),
        limits: () => limits,
      };
    });
    const counts = new Map([...ATTACKERS, ...OTHERS].map((uid) => [uid, 0]));
    const ask = async (uid: string, turn: number): Promise<void> => {
      const request = { token: memberToken(uid), data: {}, address: '203.0.113.1' };
      try {
        await call(definition, request, instances[turn % INSTANCES]!);
        counts.set(uid, (counts.get(uid) ?? 0) + 1);
      } catch (error) {
        assert.equal((error as { code: string }).code, 'resource-exhausted');
      }
    };
    const callsOf = async (uid: string, calls: number): Promise<void> => {
      for (let turn = 0; turn < calls; turn += 1) await ask(uid, turn);
    };
    await Promise.all([
      ...ATTACKERS.map((uid) => callsOf(uid, 18)),
      ...OTHERS.map((uid) => callsOf(uid, LIMIT.calls)),
    ]);
    return counts;
  }

  async function countedInPostgres(): Promise<number | undefined> {
    const [row] = await database.sql<
      { counts: number }[]
    >`select count(*)::integer as counts from call_counts`;
    return row?.counts;
  }

  function assertLimited(counts: Map<string, number>, most: number): void {
    for (const uid of OTHERS) assert.equal(counts.get(uid), LIMIT.calls, uid);
    for (const uid of ATTACKERS)
      assert.ok((counts.get(uid) ?? 0) <= most, `${uid} ${String(counts.get(uid))}`);
  }

  it('are limited together by Redis, and others are served', async () => {
    assertLimited(await answered('normal', { redis: () => proxy.redis() }), LIMIT.calls);
    const [row] = await database.sql<
      { counts: number }[]
    >`select count(*)::integer as counts from call_counts`;
    assert.equal(row?.counts, 0, 'nothing is counted in Postgres');
  });

  for (const [state, redisOf] of Object.entries({
    'there is no Redis': () => new OptionalRedis('', ''),
    'Redis hangs': () => ((proxy.behaviour = 'silent'), proxy.redis(TIMEOUT_MS)),
    'Redis answers errors': () => ((proxy.behaviour = 'full'), proxy.redis()),
  })) {
    it(`are limited together by Postgres while ${state}, and others are served`, async () => {
      assertLimited(await answered(`costly, ${state}`, { redis: redisOf }), LIMIT.calls);
    });

    it(`are limited by each instance, in calls that are cheap, while ${state}`, async () => {
      assertLimited(
        await answered(`cheap, ${state}`, { redis: redisOf, cheap: true }),
        INSTANCES * LIMIT.calls,
      );
      assert.equal(await countedInPostgres(), 0);
    });
  }

  it('begin anew when their window has ended, and leave no count behind', async () => {
    const redis = (): OptionalRedis => new OptionalRedis('', '');
    const endWindows = () =>
      database.sql`update call_counts set window_ends_at = now() - interval '1 second'`;
    await answered('again', { redis });
    await deleteOldCounts(database.sql);
    assert.deepEqual(new Set((await answered('again', { redis })).values()), new Set([0]));
    await endWindows();
    assertLimited(await answered('again', { redis }), LIMIT.calls);
    await endWindows();
    await deleteOldCounts(database.sql);
    assert.equal(await countedInPostgres(), 0);
  });
});
