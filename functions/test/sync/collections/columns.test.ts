import assert from 'node:assert/strict';
import type { Collection } from '../../../src/platform/documents/collection.ts';
import type { Json, JsonObject } from '../../../src/platform/documents/json.ts';
import { collections } from '../../../src/sync/collections/index.ts';
import { documentPath, minimalDocument } from '../../support/documents.ts';
import { UNUSABLE } from '../../support/fieldKinds.ts';

function parse(collection: Collection, fields: JsonObject) {
  const params = collection.match(documentPath(collection, (param) => param)) ?? {};
  const data = { ...minimalDocument(collection), ...fields };
  return collection.parse(data, { params, createTime: null, updateTime: '2026-02-01T00:00:00Z' });
}

const { users, events, attendees, showcasePosts, connections, positions } = collections;

// The table of fields in docs/data-model.md; declarations.test.ts covers what every field kind accepts.
describe('columns', () => {
  const columns: [name: string, Collection, field: string, value: Json, column: string, expected: unknown][] =
    [
      ['users', users, 'email', ' ada@campus.example', 'email', 'ada@campus.example'],
      ['users', users, 'name', 'Ada', 'name', 'Ada'],
      ['users', users, 'role', ' Faculty', 'role', 'faculty'],
      ['users', users, 'role', 'superadmin', 'role', null],
      ['users', users, 'role', 'admin,student', 'role', null],
      ['users', users, 'department', ' CS ', 'department', 'CS'],
      ['users', users, 'studentId', 1234, 'student_id', '1234'],
      ['users', users, 'bio', 'x'.repeat(10_000), 'bio', 'x'.repeat(10_000)],
      ['events', events, 'title', 'Robots', 'title', 'Robots'],
      ['events', events, 'createdBy', { $reference: 'users/ada' }, 'created_by', 'ada'],
      ['events', events, 'skills', ['Go', 'go ', { name: 'SQL' }], 'skills', ['Go', 'SQL']],
      ['attendees', attendees, 'status', ' Going ', 'status', 'going'],
      ['attendees', attendees, 'rating', '3', 'rating', 3],
      ['showcasePosts', showcasePosts, 'userId', 'eve', 'user_id', 'eve'],
      ['showcasePosts', showcasePosts, 'skills', 'Go', 'skills', []],
      ['connections', connections, 'fromUid', 'eve', 'from_user_id', 'eve'],
      ['connections', connections, 'toUid', { $reference: 'users/eve' }, 'to_user_id', 'eve'],
      ['connections', connections, 'status', 'ACCEPTED', 'status', 'accepted'],
      ['positions', positions, 'title', 'Engineer', 'title', 'Engineer'],
    ];
  for (const [name, collection, field, value, column, expected] of columns) {
    const shown = JSON.stringify(value).slice(0, 40);
    it(`projects ${name}.${field} ${shown} to ${column}`, () => {
      assert.deepEqual(parse(collection, { [field]: value }).row[column], expected);
    });
  }

  it('counts likes, comments and shares, keeps counts, and takes anything else for 0', () => {
    const metrics = (fields: JsonObject): unknown => parse(showcasePosts, fields).row['engagement_metrics'];
    assert.deepEqual(metrics({ likes: ['a', 'b'], comments: [{ userId: 'a' }], shares: 7 }), {
      likes: 2,
      comments: 1,
      shares: 7,
    });
    assert.deepEqual(metrics({ likes: -1, comments: 'many', shares: { a: 1 } }), {
      likes: 0,
      comments: 0,
      shares: 0,
    });
  });
});

describe('a list of skills', () => {
  const skills = (value: Json): unknown =>
    (parse(users, { skills: value }).fields as { skills: unknown }).skills;

  it('accepts text and maps, with any case and white space, and ignores what they say is verified', () => {
    assert.deepEqual(skills([' React ', { name: 'Go', level: 4, verified: true }]), [
      { name: 'React', level: null },
      { name: 'Go', level: 4 },
    ]);
  });

  it('merges names that differ in case and white space, keeping the higher level', () => {
    assert.deepEqual(
      skills([
        'machine  learning',
        { name: 'Machine Learning', level: 2 },
        { name: ' MACHINE LEARNING', level: 5 },
        { name: 'machine learning', level: 1 },
      ]),
      [{ name: 'machine learning', level: 5 }],
    );
  });

  it('keeps a skill without a level if the level is not 1 to 5', () => {
    for (const level of [0, 6, -3, 2.5, 'expert', null, { $double: 'NaN' }]) {
      assert.deepEqual(skills([{ name: 'Go', level }]), [{ name: 'Go', level: null }]);
    }
  });

  it('leaves out entries that are not skills', () => {
    assert.deepEqual(skills([...UNUSABLE, 5, { name: 5 }, { level: 3 }, 'x'.repeat(101)]), []);
  });
});
