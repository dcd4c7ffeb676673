import assert from 'node:assert/strict';
import { eventTag, personTag } from '../../../src/platform/cache.ts';
import type { JsonObject } from '../../../src/platform/documents/json.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { prepareChange } from '../../../src/sync/pipeline/prepareChange.ts';
import { cacheTagsOf } from '../../../src/sync/pipeline/cacheTags.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { change } from '../../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';

const USER = { email: 'x@campus.example', name: 'X' };

/** Every collection: a document, and the people and events whose answers it makes stale. */
const CASES: [path: string, data: JsonObject, tags: string[]][] = [
  ['users/ada', USER, [personTag('ada')]],
  ['events/ball', { title: 'Ball', createdBy: 'bob' }, [eventTag('ball'), personTag('bob')]],
  ['events/ball/attendees/ada', { status: 'going' }, [eventTag('ball'), personTag('ada')]],
  ['showcase_posts/p', { userId: 'ada' }, [personTag('ada')]],
  ['connections/c', { fromUid: 'ada', toUid: 'bob' }, [personTag('ada'), personTag('bob')]],
  ['users/ada/positions/1', { title: 'Dean' }, [personTag('ada')]],
  ['system/heartbeat', {}, []],
];

describe('the tags of changes', () => {
  let database: TestDatabase;

  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  const tags = async (path: string, version: number, data: JsonObject | null): Promise<string[]> => {
    const found = await cacheTagsOf(database.sql, [
      prepareChange(allCollections, change(path, version, data)),
    ]);
    return [...new Set(found)].sort();
  };

  it('name the people and events that a document is of or refers to, also when it is deleted', async () => {
    assert.equal(CASES.length, allCollections.length);
    const writer = new Writer(database.sql, allCollections);
    for (const [path, data, expected] of CASES) {
      assert.deepEqual(await tags(path, 1000, data), expected.toSorted(), path);
      await writer.apply([change(path, 1000, data)]);
    }
    for (const [path, , expected] of CASES) {
      assert.deepEqual(await tags(path, 2000, null), expected.toSorted(), `${path} deleted`);
    }
  });

  it('are none for what is no row', async () => {
    assert.deepEqual(await tags('users/ada', 1000, { name: 'no e-mail' }), []);
    assert.deepEqual(await tags('nonsense/x', 1000, {}), []);
  });
});
