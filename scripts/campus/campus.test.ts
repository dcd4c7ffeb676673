import assert from 'node:assert/strict';
import { generateCampus, simulateCampus, type CampusDocument } from './campus.ts';
import type { Person } from './people.ts';

const now = new Date('2026-03-16T12:00:00Z');
const documents = generateCampus({ now });
const campus = simulateCampus({ now });
const students = campus.people.filter(({ role }) => role === 'student');

const users = under(/^users\/[^/]+$/);
const positions = under(/^users\/[^/]+\/positions\/[^/]+$/);
const events = under(/^events\/[^/]+$/);
const attendees = under(/^events\/[^/]+\/attendees\/[^/]+$/);
const posts = under(/^showcase_posts\/[^/]+$/);
const connections = under(/^connections\/[^/]+$/);
const joined = new Map(
  users.map(({ path, fields }) => [path.slice('users/'.length), fields['createdAt'] as Date]),
);

describe('the sample campus', () => {
  it('has enough of everything to try the system', () => {
    assert.ok(students.length >= 300);
    assert.ok(events.length >= 60);
    assert.ok(posts.length >= 400);
    assert.ok(attendees.length >= 2_000);
    assert.ok(connections.length >= 500);
    assert.ok(positions.length >= 200);
    const roles = new Set(users.map(({ fields }) => fields['role']));
    assert.deepEqual([...roles].sort(), ['admin', 'alumni', 'faculty', 'student']);
  });

  it('scales with the number of students, down to one', () => {
    const [small, large] = [generateCampus({ students: 200 }), generateCampus({ students: 600 })];
    assert.ok(large.length > 2.5 * small.length && large.length < 3.7 * small.length);
    for (let count = 1; count <= 12; count++) assert.ok(generateCampus({ students: count }).length > count);
    assert.throws(() => generateCampus({ students: 0 }), RangeError);
    assert.throws(() => generateCampus({ students: 1.5 }), RangeError);
  });

  it('is deterministic for equal options, and differs by seed', () => {
    assert.deepEqual(generateCampus({ students: 40 }), generateCampus({ students: 40 }));
    assert.notDeepEqual(generateCampus({ students: 40 }), generateCampus({ students: 40, seed: 2 }));
  });

  it('has past and future events at any time of the year', () => {
    for (let month = 0; month < 12; month++) {
      const then = new Date(Date.UTC(2027, month, 3));
      const { events } = simulateCampus({ students: 60, now: then });
      assert.ok(events.some(({ start }) => start > then) && events.some(({ end }) => end < then));
    }
  });
});

describe('the documents of the sample campus', () => {
  it('have unique paths in known collections and no undefined fields', () => {
    const kinds = [users, positions, events, attendees, posts, connections];
    assert.equal(kinds.flat().length, documents.length);
    assert.equal(new Set(documents.map(({ path }) => path)).size, documents.length);
    assert.ok(documents.every(({ fields }) => !Object.values(fields).includes(undefined)));
    assert.ok(users.every(({ fields }) => String(fields['email']).endsWith('@campus.example')));
    assert.equal(new Set(users.map(({ fields }) => fields['email'])).size, users.length);
  });

  it('reference existing users and events', () => {
    const eventIds = new Set(events.map(({ path }) => path.split('/')[1]));
    const referred = [
      ...events.map(({ fields }) => fields['createdBy']),
      ...positions.map(({ path }) => path.split('/')[1]),
      ...attendees.map(({ path }) => path.split('/')[3]),
      ...connections.flatMap(({ fields }) => [fields['fromUid'], fields['toUid']]),
      ...posts.flatMap(({ fields }) => [
        fields['userId'],
        ...list(fields['likes']),
        ...list(fields['shares']),
      ]),
      ...posts.flatMap(({ fields }) => comments(fields).map(({ userId }) => userId)),
    ];
    assert.deepEqual(
      referred.filter((uid) => !joined.has(String(uid))),
      [],
    );
    assert.ok(attendees.every(({ path }) => eventIds.has(path.split('/')[1])));
  });

  it('connect each pair at most once, and contain no repeated or own likes', () => {
    const pairs = connections.map(({ fields }) =>
      [String(fields['fromUid']), String(fields['toUid'])].sort(),
    );
    assert.ok(pairs.every(([a, b]) => a !== b));
    assert.equal(new Set(pairs.map(String)).size, pairs.length);
    for (const { fields } of posts) {
      const likes = list(fields['likes']);
      assert.equal(new Set(likes).size, likes.length);
      assert.ok(!likes.includes(fields['userId']));
    }
  });

  it('have plausible times', () => {
    const isAfterJoining = (uid: unknown, time: unknown) =>
      joined.get(String(uid))! <= (time as Date) && (time as Date) <= now;
    for (const time of joined.values()) assert.ok(time <= now);
    const starts = new Map(
      events.map(({ path, fields }) => [path.split('/')[1], fields['startDate'] as Date]),
    );
    for (const { fields } of [...events, ...positions]) {
      if (fields['endDate']) assert.ok((fields['startDate'] as Date) < (fields['endDate'] as Date));
    }
    for (const { path, fields } of attendees) {
      const [, eventId, , uid] = path.split('/');
      const start = starts.get(eventId)!;
      assert.ok(joined.get(String(uid))! <= start || start > now);
      assert.equal(fields['status'] === 'attended', fields['attendedAt'] !== undefined);
      if (fields['status'] !== 'attended') assert.equal(fields['rating'], undefined);
      else assert.ok(start <= (fields['attendedAt'] as Date) && isAfterJoining(uid, fields['attendedAt']));
    }
    for (const { fields } of connections) {
      assert.ok(isAfterJoining(fields['fromUid'], fields['createdAt']));
      assert.ok(isAfterJoining(fields['toUid'], fields['createdAt']));
    }
    for (const { fields } of posts) {
      assert.ok(isAfterJoining(fields['userId'], fields['createdAt']));
      for (const { userId, createdAt } of comments(fields)) {
        assert.ok(createdAt >= (fields['createdAt'] as Date) && isAfterJoining(userId, createdAt));
      }
    }
  });

  it('contain complete sentences without placeholders', () => {
    const texts = [
      ...users.map(({ fields }) => fields['bio']).filter((bio) => bio !== undefined),
      ...events.map(({ fields }) => fields['description']),
      ...posts.flatMap(({ fields }) => [fields['content'], ...comments(fields).map(({ text }) => text)]),
    ];
    for (const text of texts.map(String)) assert.match(text, /^[A-Z"][^{}]*[.!?]$/);
  });

  it('contain misspelt and missing skills, as real profiles do', () => {
    const skills = users.flatMap(({ fields }) => list(fields['skills']));
    const names = skills.map((skill) =>
      typeof skill === 'string' ? skill : (skill as { name: string }).name,
    );
    assert.ok(
      skills.some((skill) => typeof skill === 'string') && skills.some((skill) => typeof skill !== 'string'),
    );
    assert.ok(names.some((name) => name !== name.trim()) && names.some((name) => /^[A-Z ]{5,}$/.test(name)));
    assert.ok(users.some(({ fields }) => list(fields['skills']).length === 0));
    assert.ok(users.some(({ fields }) => fields['role'] === 'student' && fields['department'] === undefined));
  });
});

describe('the circles of the sample campus', () => {
  it('give members similar skills, even across departments', () => {
    const pairs = students.flatMap((a, index) => students.slice(index + 1).map((b) => [a, b] as const));
    const apart = pairs.filter(([a, b]) => a.department !== b.department);
    const [same, different] = [true, false].map((isSame) =>
      mean(apart.filter(([a, b]) => shareCircle(a, b) === isSame).map(([a, b]) => sharedSkills(a, b))),
    );
    assert.ok(same !== undefined && different !== undefined);
    assert.ok(
      same > 3 * different,
      `${String(same)} shared skills in a circle, ${String(different)} outside`,
    );
  });

  it('provide most attendees of their own events', () => {
    const shares = campus.events.flatMap(({ topic, attendances }) =>
      topic
        ? attendances.map(({ person }) => Number(person.circles.some(({ topics }) => topics.includes(topic))))
        : [],
    );
    assert.ok(mean(shares) > 0.6 && mean(shares) < 0.95);
  });

  it('connect their members more than chance', () => {
    const connected = mean(campus.connections.map(({ from, to }) => Number(shareCircle(from, to))));
    const byChance = mean(students.flatMap((a) => students.map((b) => Number(a !== b && shareCircle(a, b)))));
    assert.ok(connected > 2 * byChance, `${String(connected)} of connections, ${String(byChance)} by chance`);
  });

  it('provide most likes of posts on their topics', () => {
    const likes = campus.posts.flatMap(({ topic, likes }) =>
      likes.map(({ circles }) => Number(circles.some(({ topics }) => topics.includes(topic)))),
    );
    assert.ok(mean(likes) > 0.5);
  });

  it('have skewed popularity: a few events draw many people, most draw few', () => {
    const sizes = campus.events.map(({ attendances }) => attendances.length).sort((a, b) => b - a);
    const tenth = Math.ceil(sizes.length / 10);
    assert.ok(sum(sizes.slice(0, tenth)) > 0.25 * sum(sizes));
    assert.ok((sizes[0] ?? 0) > 4 * (sizes[Math.floor(sizes.length / 2)] ?? 0));
  });
});

function under(path: RegExp): CampusDocument[] {
  return documents.filter((document) => path.test(document.path));
}

function list(value: unknown): unknown[] {
  return value === undefined ? [] : (value as unknown[]);
}

function comments(fields: CampusDocument['fields']) {
  return list(fields['comments']) as { userId: string; text: string; createdAt: Date }[];
}

function shareCircle(a: Person, b: Person): boolean {
  return a.circles.some((circle) => b.circles.includes(circle));
}

function sharedSkills(a: Person, b: Person): number {
  const skillsOfA = skillKeys(a);
  return [...skillKeys(b)].filter((skill) => skillsOfA.has(skill)).length;
}

function skillKeys({ skills }: Person): Set<string> {
  return new Set(
    skills.map((skill) => (typeof skill === 'string' ? skill : skill.name).trim().toLowerCase()),
  );
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function mean(numbers: number[]): number {
  return sum(numbers) / numbers.length;
}
