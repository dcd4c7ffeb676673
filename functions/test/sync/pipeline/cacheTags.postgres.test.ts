import assert from 'node:assert/strict';
import { eventTag, personTag } from '../../../src/platform/cache.ts';
import type { Json, JsonObject } from '../../../src/platform/documents/json.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { cacheTagsOf } from '../../../src/sync/pipeline/cacheTags.ts';
import { prepareChange } from '../../../src/sync/pipeline/prepareChange.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { change } from '../../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { documentPath, fullDocument } from '../../support/documents.ts';
import { fieldKindOf } from '../../support/fieldKinds.ts';

const USER = { email: 'x@campus.example', name: 'X' };

/** Documents with the tags of the people and events whose cached answers they invalidate. */
const CASES: [path: string, data: JsonObject, tags: string[]][] = [
  ['users/ada', USER, [personTag('ada')]],
  ['events/ball', { title: 'Ball', createdBy: 'bob' }, [eventTag('ball'), personTag('bob')]],
  ['events/ball/attendees/ada', { status: 'going' }, [eventTag('ball'), personTag('ada')]],
  ['showcase_posts/p', { userId: 'ada' }, [personTag('ada')]],
  ['connections/c', { fromUid: 'ada', toUid: 'bob' }, [personTag('ada'), personTag('bob')]],
  ['users/ada/positions/1', { title: 'Dean' }, [personTag('ada')]],
  ['system/heartbeat', {}, []],
];

describe('cache tags of changes', () => {
  let database: TestDatabase;

  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  const tags = async (path: string, version: number, data: JsonObject | null): Promise<string[]> => {
    const found = await cacheTagsOf(database.sql, [
      prepareChange(allCollections, change(path, version, data)),
    ]);
    return [...new Set([...found.values()].flat())].sort();
  };

  it('name the people and events that a document concerns or refers to, even when it is deleted', async () => {
    const writer = new Writer(database.sql, allCollections);
    for (const [path, data, expected] of CASES) {
      assert.deepEqual(await tags(path, 1000, data), expected.toSorted(), path);
      await writer.apply([change(path, 1000, data)]);
    }
    for (const [path, , expected] of CASES) {
      assert.deepEqual(await tags(path, 2000, null), expected.toSorted(), `${path} deleted`);
    }
  });

  for (const collection of allCollections) {
    it(`cover every reference from ${collection.table} to users and events`, async () => {
      const path = documentPath(collection, (param) => `${collection.table}-${param}`);
      const data = { ...fullDocument(collection), ...distinctIds(collection.fieldParsers) };
      const tagged = [
        ...collection.references.map(({ table }) => table),
        ...collection.keyColumns.map(() => collection.table),
      ].filter((table) => ['users', 'events'].includes(table));
      const found = await tags(path, 1000, data);
      assert.equal(found.length, tagged.length, found.join(', '));
      await new Writer(database.sql, allCollections).apply([change(path, 1000, data)]);
      assert.deepEqual(await tags(path, 2000, null), found, 'deleted');
    });
  }

  it('are none for a change without a row', async () => {
    assert.deepEqual(await tags('events/ball', 1000, { description: 'no title' }), []);
    assert.deepEqual(await tags('nonsense/x', 1000, {}), []);
  });
});

/** A different id for each field that holds a document id. */
function distinctIds(parsers: (typeof allCollections)[number]['fieldParsers']): Record<string, Json> {
  const fields = Object.entries(parsers).filter(([, parser]) =>
    fieldKindOf(parser).name.endsWith('document id'),
  );
  return Object.fromEntries(fields.map(([field]) => [field, `id-of-${field}`]));
}
