import assert from 'node:assert/strict';
import { attendees } from '../../../src/sync/collections/attendees.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { users } from '../../../src/sync/collections/users.ts';
import { documentPath } from '../../support/documents.ts';

describe('a declared collection', () => {
  it('matches only its own paths', () => {
    assert.deepEqual(users.match('users/ada'), { uid: 'ada' });
    assert.deepEqual(attendees.match('events/e1/attendees/ada'), { eventId: 'e1', uid: 'ada' });
    for (const path of ['users', 'user/ada', 'users/ada/positions/p', 'clubs/c/attendees/ada']) {
      assert.equal(users.match(path), null, path);
      assert.equal(attendees.match(path), null, path);
    }
    for (const collection of allCollections) {
      const path = documentPath(collection, (param) => param);
      const matching = allCollections.filter(({ match }) => match(path) !== null);
      assert.deepEqual(matching, [collection], path);
    }
  });

  it('matches any id that Firestore allows', () => {
    const ids = ['a.b', 'a b', "o'neill", '"', '日本', '👩‍🎓', '{uid}', '%2F', 'a\\b', '-', 'x'.repeat(1500)];
    for (const id of ids) assert.deepEqual(users.match(`users/${id}`), { uid: id });
  });

  it('converts a path to a key and to key columns, and back', () => {
    assert.deepEqual(attendees.keyOf({ eventId: 'e1', uid: 'ada' }), ['ada', 'e1']);
    for (const collection of allCollections) {
      const { match, keyOf, pathOf, toColumns, fromColumns } = collection;
      const path = documentPath(collection, (param) => `x-${param}`);
      const key = keyOf(match(path) ?? {});
      assert.equal(pathOf(key), path);
      assert.deepEqual(fromColumns(toColumns(key)), key);
    }
  });
});
