import assert from 'node:assert/strict';
import { initialName } from '../../functions/src/skills/skillName.ts';
import { isBreak, later, WEEK, YEAR } from './calendar.ts';
import { generateCampus, simulateCampus, type CampusDocument } from './campus.ts';
import type { Person } from './people.ts';

const now = new Date('2026-03-16T12:00:00Z');
const today = new Date();
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
    assert.ok(events.length >= 250);
    assert.ok(posts.length >= 500);
    assert.ok(attendees.length >= 2_500);
    assert.ok(connections.length >= 600);
    assert.ok(positions.length >= 700);
    const roles = new Set(users.map(({ fields }) => fields['role']));
    assert.deepEqual([...roles].sort(), ['admin', 'alumni', 'faculty', 'student']);
  });

  it('scales with the number of students, down to one', () => {
    const small = generateCampus({ students: 100, now });
    assert.ok(documents.length > 2.7 * small.length && documents.length < 3.9 * small.length);
    for (let count = 1; count <= 12; count++) assert.ok(generateCampus({ students: count }).length > count);
    assert.throws(() => generateCampus({ students: 0 }), RangeError);
    assert.throws(() => generateCampus({ students: 1.5 }), RangeError);
  });

  it('is the same for the same seed all day, and differs by seed and day', () => {
    const campusAt = (time: string, seed = 1) =>
      generateCampus({ students: 40, seed, now: new Date(`2026-03-${time}Z`) });
    assert.deepEqual(campusAt('16T00:00'), campusAt('16T23:59:59.999'));
    assert.notDeepEqual(campusAt('16T00:00'), campusAt('17T00:00'));
    assert.notDeepEqual(campusAt('16T00:00'), campusAt('16T00:00', 2));
  });
});

/** Days on which a campus differs most from others. */
const DAYS: [name: string, day: Date][] = [
  ['today', today],
  ['in a year', later(today, YEAR)],
  ['before a leap day', new Date('2028-02-28T09:00:00Z')],
  ['on a leap day', new Date('2028-02-29T09:00:00Z')],
  ['in mid July', new Date('2027-07-15T09:00:00Z')],
  ['when the newest students count for the first time', new Date('2026-10-16T09:00:00Z')],
  ['on New Year’s Eve', new Date('2026-12-31T23:00:00Z')],
  ['on New Year’s Day', new Date('2027-01-01T01:00:00Z')],
];

for (const [name, day] of DAYS) {
  describe(`the sample campus generated ${name}`, () => {
    let generated: CampusDocument[];
    before(() => {
      generated = generateCampus({ now: day });
    });

    it('is large enough to try, and small enough to write through the emulator', () => {
      assert.ok(generated.length >= 5_307 && generated.length <= 6_500, String(generated.length));
    });

    it('has at least 40 coming events, and people who are going', () => {
      const coming = generated.filter(
        ({ fields }) => (fields['startDate'] as Date) > day && fields['createdBy'],
      );
      assert.ok(coming.length >= 40);
      const answers = generated.filter(({ path }) => path.includes('attendees'));
      for (const { path } of coming)
        assert.ok(
          answers.some((answer) => answer.path.startsWith(`${path}/`) && answer.fields['status'] === 'going'),
        );
    });

    it('reaches back two and a half years and tells nothing that has not happened yet', () => {
      const started = Math.min(
        ...generated.flatMap(({ path, fields }) => (isEvent(path) ? [startOf(fields)] : [])),
      );
      assert.ok(started < day.getTime() - 2.4 * YEAR && started > day.getTime() - 2.6 * YEAR);
      for (const { path, fields } of generated) {
        const times = isEvent(path)
          ? [fields['createdAt']]
          : [...Object.values(fields), ...commentTimes(fields)];
        for (const time of times) assert.ok(!(time instanceof Date) || time <= day, path);
      }
      assert.ok(generated.every(({ fields }) => fields['createdAt'] instanceof Date));
    });

    it('is busy in term and quiet in breaks, up to the last weeks', () => {
      const weeks = actionsByWeek(generated, day);
      const term = weeks.filter(({ middle }) => !isBreak(middle)).map(({ actions }) => actions);
      const breaks = weeks.filter(({ middle }) => isBreak(middle)).map(({ actions }) => actions);
      assert.ok(mean(breaks) < 0.4 * mean(term));
      const recent = mean(term.slice(0, 4)) / mean(term.slice(4));
      assert.ok(recent > 0.6 && recent < 2, String(recent));
    });

    it('has mostly well-written skills, and a department and a category that are not', () => {
      const people = generated.filter(({ path }) => /^users\/[^/]+$/.test(path));
      const names = people.flatMap(({ fields }) => skillNames(fields));
      const share = mean(names.map((skill) => Number(initialName(skill) === skill)));
      assert.ok(share > 0.94 && share < 0.99, String(share));
      assert.ok(oddSpellings(people, 'department') <= 2);
      assert.ok(oddSpellings(people, 'department') >= 1);
      assert.ok(
        oddSpellings(
          generated.filter(({ path }) => isEvent(path)),
          'category',
        ) >= 1,
      );
    });

    it('has a position for nearly every student', () => {
      const workers = new Set(
        generated.filter(({ path }) => path.includes('positions')).map(({ path }) => path.split('/')[1]),
      );
      const students = generated.filter(({ fields }) => fields['role'] === 'student');
      assert.ok(mean(students.map(({ path }) => Number(workers.has(path.split('/')[1])))) > 0.95);
    });
  });
}

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

function isEvent(path: string): boolean {
  return /^events\/[^/]+$/.test(path);
}

function startOf(fields: CampusDocument['fields']): number {
  return (fields['startDate'] as Date).getTime();
}

function commentTimes(fields: CampusDocument['fields']): Date[] {
  return comments(fields).map(({ createdAt }) => createdAt);
}

/** Visits, posts and connections by the week before `day` that they happened in, the latest first. */
function actionsByWeek(generated: CampusDocument[], day: Date) {
  const counts = Array<number>(128).fill(0);
  for (const { path, fields } of generated) {
    if (path.startsWith('users/') || isEvent(path)) continue;
    const time = (path.startsWith('events/') ? fields['attendedAt'] : fields['createdAt']) as
      Date | undefined;
    const week = time ? Math.floor((day.getTime() - time.getTime()) / WEEK) : counts.length;
    if (week < counts.length) counts[week] = (counts[week] ?? 0) + 1;
  }
  return counts.map((actions, week) => ({ actions, middle: later(day, -(week + 0.5) * WEEK) }));
}

function skillNames(fields: CampusDocument['fields']): string[] {
  return list(fields['skills']).map((skill) =>
    typeof skill === 'string' ? skill : (skill as { name: string }).name,
  );
}

/** How many values of a field no other document has. */
function oddSpellings(generated: CampusDocument[], field: string): number {
  const values = generated.flatMap(({ fields }) => fields[field] ?? []);
  return values.filter((value) => values.indexOf(value) === values.lastIndexOf(value)).length;
}

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
