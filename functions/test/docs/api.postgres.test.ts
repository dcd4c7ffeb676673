import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { callContext } from '../../../scripts/lib/callContext.ts';
import { connect, type Sql } from '../../src/platform/postgres.ts';
import { callAsPerson, withoutRedis } from '../support/dependencies.ts';
import { MediaHarness, randomPicture } from '../support/media.ts';
import { callablesOn } from '../support/standInHandlers.ts';
import { NOW, writeApiCampus } from './apiCampus.ts';
import { readExamples } from './apiExamples.ts';
import type { AnyCallable } from './deployedCallables.ts';
import { shapeDifferences } from './shape.ts';
import { strayCards, tagsOfCards, type Names } from './answerCards.ts';

const EXAMPLES = readExamples(readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8'));

/** Callables that are called at an event. */
const DURING_AN_EVENT = { now: new Date('2026-06-24T16:30:00Z'), runtime: undefined };
const EVENTS: Record<string, typeof DURING_AN_EVENT> = {
  checkIn: DURING_AN_EVENT,
  checkInCode: DURING_AN_EVENT,
};

describe('the examples of docs/api.md, sent in their order', () => {
  let harness: MediaHarness;
  let callables: Record<string, AnyCallable>;
  let names: Names;
  let app: Sql;
  before(async () => {
    harness = await MediaHarness.open();
    // The role that the functions have in production.
    app = connect(harness.database.appUrl);
    await writeApiCampus(app);
    callables = await callablesOn(harness.stores);
    names = {
      people: await readColumn('name', 'users'),
      events: await readColumn('title', 'events'),
    };
  });
  after(async () => {
    await app.end();
    await harness.close();
  });

  for (const { callable, caller, request, answer, line } of EXAMPLES) {
    it(`get the documented answer from ${callable} (line ${String(line)})`, async () => {
      const definition = callables[callable]!;
      const { now, runtime } = EVENTS[callable] ?? media()[callable] ?? { now: NOW };
      const data = { ...(request as object), ...(await runtime?.()) };
      const uid = caller ?? callerOf(definition);
      const actual = await callAsPerson(definition, { uid, data }, withoutRedis(app, now));
      // As the app receives it.
      const received: unknown = JSON.parse(JSON.stringify(actual));
      assert.deepEqual(shapeDifferences(answer, received), []);
      assert.deepEqual(strayCards(received, names), []);
      const tags = await definition.cache?.tags(actual, callContext(app, uid, { now }), data);
      if (tags !== undefined)
        assert.deepEqual(
          tagsOfCards(received).filter((tag) => !tags.includes(tag)),
          [],
        );
    });
  }

  const readColumn = async (column: string, table: string): Promise<Set<string>> => {
    const { sql } = harness.database;
    const rows = await sql<{ value: string }[]>`select ${sql(column)} as value from ${sql(table)} where live`;
    return new Set(rows.map(({ value }) => value));
  };

  /** Who calls where the document does not say: a student, unless the callable is for faculty or administrators. */
  const callerOf = ({ access }: AnyCallable): string => {
    if (access.member !== 'none') return 'ada';
    return access.faculty === 'none' ? 'admin' : 'grace';
  };

  /** Media callables run in the present, since signatures expire, and on files that the test uploads. */
  const media = (): Record<string, { now: Date; runtime?: () => Promise<object> }> => {
    const now = new Date();
    const finishExports = async () => {
      await harness.database.sql`
        update data_exports set finished_at = ${NOW}, object_name = 'exports/ada/1.zip', bytes = 1000, files = 30`;
      return {};
    };
    const upload = async () => harness.send(await randomPicture());
    const readyFile = async () => {
      const { mediaId } = await upload();
      await harness.idle();
      return { mediaId };
    };
    return {
      createUpload: { now },
      completeUpload: {
        now,
        runtime: async () => {
          const { mediaId, response } = await upload();
          return { mediaId, version: response.version, signature: response.signature };
        },
      },
      uploadImage: { now },
      mediaUrl: { now, runtime: async () => ({ mediaIds: [(await readyFile()).mediaId] }) },
      deleteMedia: { now, runtime: readyFile },
      exportMyData: { now: NOW, runtime: finishExports },
    };
  };
});
