import assert from 'node:assert/strict';
import { startRedis } from '../../../scripts/local/redis/redis.ts';
import { getMediaUrls } from '../../src/media/mediaUrl.ts';
import { EVERYTHING as EVERY_ANSWER, Invalidator } from '../../src/platform/cache.ts';
import type { CallContext, Dependencies } from '../../src/platform/callable.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import { OptionalRedis } from '../../src/platform/redis.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { cacheTagsOf } from '../../src/sync/pipeline/cacheTags.ts';
import { prepareChange } from '../../src/sync/pipeline/prepareChange.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { deployedCallables, type AnyCallable } from '../docs/deployedCallables.ts';
import { change } from '../support/changes.ts';
import { callAsPerson, withoutRedis } from '../support/dependencies.ts';
import { MediaHarness } from '../support/media.ts';
import { CALLABLES, ZOE, type Harmless, type Showing } from './askedCallables.ts';
import { HIDER, hidingCampus, NOW } from './campus.ts';

/** Long enough for answers that a slow machine takes to look up, so that they do come from the cache. */
const REDIS_TIMEOUT_MS = 5000;

const EVERYTHING = { search: true, matching: true, forecast: true, attendance: true };
const NOTHING = { search: false, matching: false, forecast: false, attendance: false };

/** What they ask about themselves, whatever they hide. */
const OWN: [callable: string, input: object][] = [
  ['similarStudents', {}],
  ['recommendations', { type: 'event' }],
  ['recommendations', { type: 'user' }],
  ['recommendations', { type: 'skill' }],
  ['searchTalent', { query: 'SQL' }],
  ['engagementForecast', {}],
  ['userAnalytics', {}],
  ['careerPaths', {}],
];

describe('somebody who hides', () => {
  const undos: (() => Promise<void>)[] = [];
  let harness: MediaHarness;
  let callables: Record<string, AnyCallable>;
  let dependencies: Dependencies;
  let picture: string;
  let version = NOW.getTime() * 1000;

  before(async () => {
    harness = await MediaHarness.open();
    undos.push(() => harness.close());
    const { url, token } = await startRedis((undo) => undos.push(undo));
    const redis = new OptionalRedis(url, token, REDIS_TIMEOUT_MS);
    dependencies = { ...withoutRedis(harness.database.sql, NOW), redis: () => redis };
    const deployed = await deployedCallables();
    const mediaUrl = {
      ...deployed['mediaUrl']!,
      handle: (context: CallContext, input: unknown) =>
        getMediaUrls(context, harness.stores, input as { mediaIds: string[] }),
    };
    callables = { ...deployed, mediaUrl };
    picture = await harness.sendReady({ purpose: 'profile' }, 'zoe-17');
    await write(hidingCampus());
  });
  after(async () => {
    for (const undo of undos.reverse()) await undo();
  });

  /** Writes documents as the sync does, and drops the cached answers that depend on them. */
  async function write(documents: Record<string, JsonObject>): Promise<void> {
    const { sql } = harness.database;
    version += 2;
    const prepared = Object.entries(documents).map(([path, data]) =>
      prepareChange(allCollections, change(path, version, data)),
    );
    const tags = await cacheTagsOf(sql, prepared);
    const writer = new Writer(sql, allCollections);
    await writer.write(prepared);
    const changed = [...tags].flatMap(([change, names]) => (writer.leftAnswers(change) ? [] : names));
    await new Invalidator(dependencies.redis()).touch(changed);
  }

  const choose = (visibility: JsonObject): Promise<void> =>
    write({ 'users/zoe-17': { ...HIDER, mediaIds: [picture], visibility } });

  /**
   * Forgets all answers and lists, and makes what was written older than a commit may be late, so that lists made from now
   * on are kept.
   */
  async function startAnew(): Promise<void> {
    const { sql } = harness.database;
    await sql`delete from recommendations`;
    for (const { table } of allCollections)
      await sql`update ${sql(table)} set changed_at = changed_at - interval '10 minutes'`;
    await new Invalidator(dependencies.redis()).touch([EVERY_ANSWER]);
  }

  /** The answer as the app receives it, or the error. */
  async function ask(name: string, { uid = 'ada', claims, input }: Harmless): Promise<string> {
    const data = JSON.parse(JSON.stringify(input).replace('PICTURE', picture)) as unknown;
    try {
      return JSON.stringify(await callAsPerson(callables[name]!, { uid, data, claims }, dependencies));
    } catch (error) {
      const { code, message } = error as Error & { code: string };
      assert.ok(['not-found', 'permission-denied'].includes(code), `${name} ${code}: ${message}`);
      return message;
    }
  }

  it('is asked about in every callable', () => {
    assert.deepEqual(Object.keys(CALLABLES).sort(), Object.keys(callables).sort());
  });

  for (const [name, cases] of Object.entries(CALLABLES)) {
    if (typeof cases === 'string') continue;
    for (const asked of cases) {
      const title = `${name} ${JSON.stringify(asked.input)}, asked by ${asked.uid ?? 'ada'}`;
      if ('choice' in asked) {
        it(`is gone from ${title}, when ${asked.choice} is withdrawn`, () => isShownAndGone(name, asked));
      } else {
        it(`is never in ${title}`, async () => {
          for (const visibility of [EVERYTHING, NOTHING]) {
            await choose(visibility);
            assert.doesNotMatch(await ask(name, asked), ZOE);
          }
        });
      }
    }
  }

  async function isShownAndGone(name: string, { choice, shows, ...asked }: Showing): Promise<void> {
    const isShown = async (): Promise<boolean> => shows.test(await ask(name, asked));
    for (const hidden of [{ ...EVERYTHING, [choice]: false }, NOTHING]) {
      await choose(EVERYTHING);
      await startAnew();
      assert.ok(await isShown(), 'shown at first');
      assert.ok(await isShown(), 'and from the cache');
      await choose(hidden);
      assert.ok(!(await isShown()), 'hidden');
      await startAnew();
      assert.ok(!(await isShown()), 'hidden in new answers');
    }
  }

  it('leaves no gap in a list', async () => {
    const length = async (): Promise<number> => {
      const { students } = JSON.parse(await ask('similarStudents', { uid: 'ben', input: { limit: 10 } })) as {
        students: object[];
      };
      return students.length;
    };
    for (const visibility of [EVERYTHING, NOTHING]) {
      await choose(visibility);
      assert.equal(await length(), 10);
    }
  });

  it('still gets answers, with their own events', async () => {
    await choose(NOTHING);
    for (const [name, input] of OWN) {
      const answer = JSON.parse(await ask(name, { uid: 'zoe-17', input })) as object;
      assert.equal(typeof answer, 'object', name);
    }
    const similar = await ask('similarStudents', { uid: 'zoe-17', input: {} });
    assert.match(similar, /Night of Ferris/, 'ada shares where they go');
  });
});
