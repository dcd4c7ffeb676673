import assert from 'node:assert/strict';
import { ZodError } from 'zod';
import { collections } from '../../../src/sync/collections/index.ts';
import type { Json, JsonObject } from '../../../src/platform/documents/json.ts';

/** A document of each collection with nothing wrong. */
const GOOD = {
  users: { path: 'users/ada', data: { email: 'ada@campus.example', name: 'Ada' } },
  events: { path: 'events/e1', data: { title: 'Robot night' } },
  attendees: { path: 'events/e1/attendees/ada', data: {} },
  showcasePosts: { path: 'showcase_posts/p1', data: { userId: 'ada' } },
  connections: { path: 'connections/c1', data: { fromUid: 'ada', toUid: 'bob' } },
  positions: { path: 'users/ada/positions/q1', data: { title: 'Engineer' } },
} satisfies Partial<Record<keyof typeof collections, { path: string; data: JsonObject }>>;

type Name = keyof typeof GOOD;

const CREATED = '2026-01-01T00:00:00.000001Z';

function parse(name: Name, fields: Record<string, Json | undefined>) {
  const { path, data } = GOOD[name];
  const params = collections[name].match(path);
  assert.ok(params);
  // Through JSON, in which a field that is undefined is missing.
  return collections[name].parse(JSON.parse(JSON.stringify({ ...data, ...fields })) as JsonObject, {
    params,
    createTime: CREATED,
    updateTime: '2026-02-01T00:00:00Z',
  });
}

/** Whatever the app may have written into a field that should hold something else. */
const NONSENSE: Json[] = [
  null,
  true,
  '',
  '  ',
  [],
  {},
  { a: 1 },
  [1],
  { $double: 'NaN' },
  { $bytes: 'AA==' },
];

// The rows of the table in docs/data-model.md, one suite each.
describe('what becomes of a field', () => {
  describe('required text (email, name, title)', () => {
    const required: [Name, string][] = [
      ['users', 'email'],
      ['users', 'name'],
      ['events', 'title'],
      ['positions', 'title'],
    ];
    for (const [name, field] of required) {
      const column = field;
      it(`${name}.${field} is trimmed, and a number becomes text`, () => {
        assert.equal(parse(name, { [field]: '  x y ' }).row[column], 'x y');
        assert.equal(parse(name, { [field]: 42 }).row[column], '42');
      });
      it(`${name}.${field} is cut at 255 characters, never inside one`, () => {
        assert.equal(parse(name, { [field]: '👩'.repeat(300) }).row[column], '👩'.repeat(255));
      });
      it(`${name} without ${field} is refused with a reason that names no value`, () => {
        for (const value of [undefined, ...NONSENSE]) {
          assert.throws(
            () => parse(name, { [field]: value }),
            (error: unknown) => {
              assert.ok(error instanceof ZodError);
              assert.deepEqual(
                error.issues.map(({ path }) => path),
                [[field]],
              );
              assert.match(
                error.issues[0]?.message ?? '',
                /^must be text, but is (missing|null|empty|a \w+)$/,
              );
              return true;
            },
          );
        }
      });
    }
  });

  describe('required ids (userId, fromUid, toUid)', () => {
    const required: [Name, string, string][] = [
      ['showcasePosts', 'userId', 'user_id'],
      ['connections', 'fromUid', 'from_user_id'],
      ['connections', 'toUid', 'to_user_id'],
    ];
    for (const [name, field, column] of required) {
      it(`${name}.${field} is an id or a reference to the document`, () => {
        assert.equal(parse(name, { [field]: 'eve' }).row[column], 'eve');
        assert.equal(parse(name, { [field]: { $reference: 'users/eve' } }).row[column], 'eve');
      });
      it(`${name} without a usable ${field} is refused`, () => {
        for (const value of [
          undefined,
          7,
          'users/eve',
          'x'.repeat(1501),
          ...NONSENSE.filter((entry) => entry !== '  '),
        ]) {
          assert.throws(() => parse(name, { [field]: value }), /must be a document id, but is/);
        }
      });
    }
  });

  it('a role is one of four, ignoring case and space; any other is none', () => {
    for (const role of ['student', ' Faculty', 'ALUMNI ', 'admin']) {
      assert.equal(parse('users', { role }).row['role'], role.trim().toLowerCase());
    }
    for (const role of [undefined, 'superadmin', 'admin,student', 1, ...NONSENSE]) {
      assert.equal(parse('users', { role }).row['role'], null);
    }
  });

  it('optional text is trimmed, a number becomes text, anything else is empty', () => {
    for (const [field, column] of [
      ['department', 'department'],
      ['studentId', 'student_id'],
      ['bio', 'bio'],
    ] as const) {
      assert.equal(parse('users', { [field]: ' CS ' }).row[column], 'CS');
      assert.equal(parse('users', { [field]: 1234 }).row[column], '1234');
      for (const value of [undefined, ...NONSENSE])
        assert.equal(parse('users', { [field]: value }).row[column], null);
    }
    assert.equal(parse('users', { bio: 'x'.repeat(10_000) }).row['bio'], 'x'.repeat(10_000));
  });

  it('text loses the NUL characters that Postgres cannot hold', () => {
    const nul = { $utf16: Buffer.from('A\0da', 'utf16le').toString('base64') };
    assert.equal(parse('users', { name: nul }).row['name'], 'Ada');
  });

  it('an optional id that is none is empty', () => {
    assert.equal(parse('events', { createdBy: { $reference: 'users/ada' } }).row['created_by'], 'ada');
    for (const value of [undefined, 'a/b', 3, null, '']) {
      assert.equal(parse('events', { createdBy: value }).row['created_by'], null);
    }
  });

  it('a time is a timestamp, an ISO 8601 text or milliseconds; anything else is empty', () => {
    const times: [Json | undefined, string | null][] = [
      [{ $timestamp: '2026-03-01T10:00:00.123456789Z' }, '2026-03-01T10:00:00.123456789Z'],
      ['2026-03-01T10:00:00+01:00', '2026-03-01T09:00:00Z'],
      [' 2026-03-01 ', '2026-03-01T00:00:00Z'],
      [1_772_359_200_000, '2026-03-01T10:00:00.000Z'],
      ['2026-03-01T10:00', '2026-03-01T10:00:00Z'],
      ['2026-03-01T10:00:00.123456', '2026-03-01T10:00:00.123456Z'],
      ['2026-03-01T10:00:00.123456789+05:30', '2026-03-01T04:30:00.123456789Z'],
      ['2026-02-31', null],
      ['2026-03-01T25:00:00Z', null],
      ['next Friday', null],
      ['2026-13-45', null],
      ['1', null],
      [1e300, null],
      [undefined, null],
      ...NONSENSE.map((value): [Json, null] => [value, null]),
    ];
    for (const [value, expected] of times) {
      assert.equal(parse('events', { startDate: value }).row['start_date'], expected, JSON.stringify(value));
    }
  });

  it('a missing creation time is the time the document was created', () => {
    for (const name of ['users', 'events', 'showcasePosts', 'connections'] as const) {
      assert.equal(parse(name, {}).row['created_at'], CREATED);
      assert.equal(parse(name, { createdAt: 'soon' }).row['created_at'], CREATED);
      assert.equal(parse(name, { createdAt: '2025-05-05' }).row['created_at'], '2025-05-05T00:00:00Z');
    }
  });

  it('an end before its start is empty, to the microsecond; an end without a start stays', () => {
    for (const name of ['events', 'positions'] as const) {
      const end = (startDate: Json, endDate: Json): unknown =>
        parse(name, { startDate, endDate }).row['end_date'];
      const at = (fraction: string): Json => ({ $timestamp: `2026-03-01T10:00:00${fraction}Z` });
      assert.equal(end(at('.000002'), at('.000001')), null);
      assert.equal(end(at('.1'), at('.09')), null);
      assert.equal(end(at(''), at('')), '2026-03-01T10:00:00Z');
      assert.equal(end(at('.000001'), at('.000002')), '2026-03-01T10:00:00.000002Z');
      assert.equal(end(null, at('.5')), '2026-03-01T10:00:00.5Z');
    }
  });

  it('a status is one of its words, ignoring case and space; any other is empty', () => {
    assert.equal(parse('attendees', { status: ' Going ' }).row['status'], 'going');
    assert.equal(parse('connections', { status: 'ACCEPTED' }).row['status'], 'accepted');
    for (const status of [undefined, 'maybe', ...NONSENSE]) {
      assert.equal(parse('attendees', { status }).row['status'], null);
      assert.equal(parse('connections', { status }).row['status'], null);
    }
  });

  it('a rating is a whole number from 1 to 5, also as text; any other is empty', () => {
    for (const rating of [1, 5, '3', ' 4 ']) {
      assert.equal(parse('attendees', { rating }).row['rating'], Number(rating));
    }
    for (const rating of [undefined, 0, 6, -1, 2.5, 'five', { $int64: '9223372036854775807' }, ...NONSENSE]) {
      assert.equal(parse('attendees', { rating }).row['rating'], null, JSON.stringify(rating));
    }
  });

  it('likes, comments and shares are counted; a count stays; anything else is 0', () => {
    const metrics = (fields: JsonObject): unknown => parse('showcasePosts', fields).row['engagement_metrics'];
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

  describe('skills', () => {
    const skills = (value: Json | undefined): unknown =>
      (parse('users', { skills: value }).fields as { skills: unknown }).skills;

    it('are text or maps, with any case and space', () => {
      assert.deepEqual(skills([' React ', { name: 'Go', level: 4, verified: true }]), [
        { name: 'React', level: null, verified: false },
        { name: 'Go', level: 4, verified: true },
      ]);
    });
    it('with one name ignoring case and space are one, with the higher level and the verification', () => {
      assert.deepEqual(
        skills([
          'machine  learning',
          { name: 'Machine Learning', level: 2 },
          { name: ' MACHINE LEARNING', level: 5, verified: true },
          { name: 'machine learning', level: 1 },
        ]),
        [{ name: 'machine learning', level: 5, verified: true }],
      );
    });
    it('keep the link but no level when the level is not 1 to 5', () => {
      for (const level of [0, 6, -3, 2.5, 'expert', null, { $double: 'NaN' }]) {
        assert.deepEqual(skills([{ name: 'Go', level }]), [{ name: 'Go', level: null, verified: false }]);
      }
    });
    it('are verified only by true itself', () => {
      for (const verified of ['true', 1, null, {}]) {
        assert.deepEqual(skills([{ name: 'Go', verified }]), [{ name: 'Go', level: null, verified: false }]);
      }
    });
    it('leave out what is no skill', () => {
      assert.deepEqual(skills([...NONSENSE, 5, { name: 5 }, { level: 3 }, 'x'.repeat(101)]), []);
      for (const value of [undefined, 'Python, SQL', 3, ...NONSENSE]) assert.deepEqual(skills(value), []);
    });
    it('of events and posts are lists of names', () => {
      assert.deepEqual(parse('events', { skills: ['Go', 'go ', { name: 'SQL' }] }).row['skills'], [
        'Go',
        'SQL',
      ]);
      assert.deepEqual(parse('showcasePosts', { skills: 'Go' }).row['skills'], []);
    });
  });
});
