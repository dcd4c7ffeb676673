import fc from 'fast-check';
import type { JsonObject } from '../../src/platform/documents/json.ts';

export interface Person {
  id: string;
  role: string;
  department: string | null;
  createdAt: string;
  skills: string[];
}

export interface CampusEvent {
  id: string;
  category: string;
  startDate: string | null;
  skills: string[];
}

export interface Answer {
  user: string;
  event: string;
  status: string | null;
  attendedAt: string | null;
  /** Counts with the status `attended` alone. */
  checkedInBy?: string;
}

interface Post {
  id: string;
  user: string;
  createdAt: string;
  skills: string[];
}

interface Connection {
  id: string;
  from: string;
  to: string;
  status: string;
  createdAt: string;
}

/** A campus in plain values, small enough that many groups have about five people. */
export interface Campus {
  people: Person[];
  events: CampusEvent[];
  answers: Answer[];
  posts: Post[];
  connections: Connection[];
}

export const SKILLS = ['Go', 'SQL', 'React', 'Rust', 'Figma', 'Excel'];
export const DEPARTMENTS = ['Art', 'Law', 'Physics'];

/** Users that every campus has, to make calls as: an administrator, a student and a physics teacher. */
export const VIEWERS: Person[] = [
  { id: 'admin', role: 'admin', department: null, createdAt: '2025-01-01T00:00:00Z', skills: [] },
  { id: 'student', role: 'student', department: null, createdAt: '2025-01-01T00:00:00Z', skills: [] },
  { id: 'teacher', role: 'faculty', department: 'Physics', createdAt: '2025-01-01T00:00:00Z', skills: [] },
];

/** Random campuses with activity from November 2025 to March 2026. */
export const anyCampus: fc.Arbitrary<Campus> = fc
  .record({ people: fc.integer({ min: 8, max: 60 }), events: fc.integer({ min: 1, max: 8 }) })
  .chain((size) => {
    const user = fc.integer({ min: 0, max: size.people - 1 }).map((number) => `u${String(number)}`);
    const event = fc.integer({ min: 0, max: size.events - 1 }).map((number) => `e${String(number)}`);
    const skills = fc.uniqueArray(fc.constantFrom(...SKILLS), { maxLength: 4 });
    const time = fc
      .date({ min: new Date('2025-11-20'), max: new Date('2026-03-14'), noInvalidDate: true })
      .map((date) => date.toISOString());
    return fc.record({
      people: fc
        .array(
          fc.record({
            role: fc.constantFrom('student', 'student', 'alumni'),
            department: fc.constantFrom(...DEPARTMENTS, null),
            createdAt: time,
            skills,
          }),
          { minLength: size.people, maxLength: size.people },
        )
        .map((people) => [
          ...people.map((person, number) => ({ id: `u${String(number)}`, ...person })),
          ...VIEWERS,
        ]),
      events: fc
        .array(
          fc.record({
            category: fc.constantFrom('talk', 'workshop'),
            startDate: fc.option(time, { freq: 8 }),
            skills,
          }),
          { minLength: size.events, maxLength: size.events },
        )
        .map((events) => events.map((event, number) => ({ id: `e${String(number)}`, ...event }))),
      answers: fc
        .array(
          fc.record({
            user,
            event,
            status: fc.constantFrom('attended', 'attended', 'going', 'cancelled', null),
            attendedAt: fc.option(time, { freq: 2 }),
            ...{
              checkedInBy: fc.constantFrom('organiser', ''),
              checkedInAt: fc.constant('2026-01-01T00:00:00Z'),
            },
          }),
          { minLength: size.people * 2, maxLength: size.people * 8 },
        )
        // One response per user and event: the last.
        .map((answers) => [
          ...new Map(answers.map((answer) => [`${answer.event} ${answer.user}`, answer])).values(),
        ]),
      posts: fc
        .array(fc.record({ user, createdAt: time, skills }), {
          minLength: size.people,
          maxLength: size.people * 4,
        })
        .map((posts) => posts.map((post, number) => ({ id: `p${String(number)}`, ...post }))),
      connections: fc
        .array(
          fc.record({
            from: user,
            to: user,
            status: fc.constantFrom('accepted', 'pending', 'declined'),
            createdAt: time,
          }),
          { maxLength: size.people * 2 },
        )
        .map((connections) =>
          connections.map((connection, number) => ({ id: `c${String(number)}`, ...connection })),
        ),
    });
  });

/** The documents of a campus, by path. */
export function documentsOf(campus: Campus): Record<string, JsonObject> {
  const documents: [string, Record<string, unknown>][] = [
    ...campus.people.map(({ id, ...person }): [string, Record<string, unknown>] => [
      `users/${id}`,
      { email: `${id}@campus.example`, name: id, ...person },
    ]),
    ...campus.events.map(({ id, ...event }): [string, Record<string, unknown>] => [
      `events/${id}`,
      { title: id, ...event },
    ]),
    ...campus.answers.map(({ user, event, ...answer }): [string, Record<string, unknown>] => [
      `events/${event}/attendees/${user}`,
      answer,
    ]),
    ...campus.posts.map(({ id, user, ...post }): [string, Record<string, unknown>] => [
      `showcase_posts/${id}`,
      { userId: user, likes: [], ...post },
    ]),
    ...campus.connections.map(({ id, from, to, ...connection }): [string, Record<string, unknown>] => [
      `connections/${id}`,
      { fromUid: from, toUid: to, ...connection },
    ]),
  ];
  return Object.fromEntries(
    documents.map(([path, fields]) => [
      path,
      Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as JsonObject,
    ]),
  );
}
