import assert from 'node:assert/strict';
import { attendees } from '../../../src/sync/collections/attendees.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { users } from '../../../src/sync/collections/users.ts';

describe('a declared collection', () => {
  it('recognises its own paths only', () => {
    assert.deepEqual(users.match('users/ada'), { uid: 'ada' });
    assert.deepEqual(attendees.match('events/e1/attendees/ada'), { eventId: 'e1', uid: 'ada' });
    for (const path of ['users', 'user/ada', 'users/ada/positions/p', 'clubs/c/attendees/ada']) {
      assert.equal(users.match(path), null, path);
      assert.equal(attendees.match(path), null, path);
    }
  });

  it('takes any id that Firestore allows', () => {
    for (const id of [
      'a.b',
      'a b',
      "o'neill",
      '"',
      '日本',
      '👩‍🎓',
      '{uid}',
      '%2F',
      'a\\b',
      '-',
      'x'.repeat(1500),
    ]) {
      assert.deepEqual(users.match(`users/${id}`), { uid: id });
    }
  });

  it('turns a path into a key and back', () => {
    const params = attendees.match('events/e1/attendees/ada') ?? {};
    assert.deepEqual(attendees.keyOf(params), ['ada', 'e1']);
    assert.equal(attendees.pathOf(['ada', 'e1']), 'events/e1/attendees/ada');
  });

  it('stands after every collection it references', () => {
    const seen = new Set<string>();
    for (const { table, references } of allCollections) {
      seen.add(table);
      for (const reference of references)
        assert.ok(seen.has(reference.table), `${table} before ${reference.table}`);
    }
  });
});
