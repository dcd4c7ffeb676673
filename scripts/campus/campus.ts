import type { Attendance } from './attendances.ts';
import { writeBio } from './bios.ts';
import { startOfDay } from './calendar.ts';
import { restyle } from './careless.ts';
import { createConnections, type Connection } from './connections.ts';
import { groupPeople } from './crowd.ts';
import { createEvents, type CampusEvent } from './events.ts';
import { createPeople, type Person } from './people.ts';
import { createPositions, currentPositions, type Position } from './positions.ts';
import { createPosts, type Post } from './posts.ts';
import { Random } from './random.ts';

/** A Firestore document; `Date` values represent timestamps. */
export interface CampusDocument {
  path: string;
  fields: Record<string, unknown>;
}

export interface CampusOptions {
  /** A different seed gives a different campus of the same kind; default 1. */
  seed?: number;
  /** Number of students, default 320; everything else scales with it. */
  students?: number;
  /** The present; default the day it is. Only the UTC day counts: nothing but the hours to come happens on it. */
  now?: Date;
}

const DEFAULT_SEED = 1;
const DEFAULT_STUDENTS = 320;

/** The people of a campus and their activity, with the traits that the documents reveal only indirectly. */
export interface Campus {
  people: Person[];
  bios: Map<Person, string | undefined>;
  positions: Position[];
  events: CampusEvent[];
  connections: Connection[];
  posts: Post[];
}

/**
 * All documents of a sample campus, each after those it references: users, positions, events, attendees, connections,
 * posts. The story reaches back two and a half years and ends with the day before `now`; only events lie in the future.
 * Deterministic: equal options give equal documents.
 *
 * @throws RangeError when `students` is not a positive integer
 */
export function generateCampus(options: CampusOptions = {}): CampusDocument[] {
  const { people, bios, positions, events, connections, posts } = simulateCampus(options);
  const random = new Random(options.seed ?? DEFAULT_SEED);
  return [
    ...restyleSome(
      random,
      people.map((person) => userDocument(person, bios.get(person), teacherOf(people, person))),
      'department',
    ),
    ...positions.map(positionDocument),
    ...restyleSome(random, events.map(eventDocument), 'category'),
    ...events.flatMap((event, index) =>
      event.attendances.map((attendance) => attendeeDocument(event, attendance, index % 2 === 0)),
    ),
    ...connections.map(connectionDocument),
    ...posts.map(postDocument),
  ];
}

/** The campus behind the documents, including circle membership: the ground truth for matching and recommendations. */
export function simulateCampus({
  seed = DEFAULT_SEED,
  students = DEFAULT_STUDENTS,
  now = new Date(),
}: CampusOptions = {}): Campus {
  if (!Number.isInteger(students) || students < 1) {
    throw new RangeError(`students must be a positive integer, not ${String(students)}`);
  }
  const today = startOfDay(now);
  const random = new Random(seed);
  const people = createPeople(random, students, today);
  const groups = groupPeople(random, people);
  const positions = createPositions(random, people, today);
  const current = currentPositions(positions);
  const bios = new Map(
    people.map((person) => [person, writeBio(random, person, current.get(person), today)]),
  );
  const events = createEvents(random, groups, students, today);
  const connections = createConnections(random, groups.crowd, people, events, today);
  const posts = createPosts(random, groups, { events, connections, current }, students, today);
  return { people, bios, positions, events, connections, posts };
}

/** One or two of the students or events spell this field in a way of their own. */
function restyleSome(random: Random, documents: CampusDocument[], field: string): CampusDocument[] {
  const candidates = documents.filter(
    ({ fields }) => typeof fields[field] === 'string' && (fields['role'] ?? 'student') === 'student',
  );
  const restyled = new Set(random.sample(candidates, random.integer(1, 2)));
  return documents.map((document) =>
    restyled.has(document)
      ? {
          ...document,
          fields: { ...document.fields, [field]: restyle(random, String(document.fields[field])) },
        }
      : document,
  );
}

/** Who verifies somebody's skills: a member of the faculty of their department, otherwise an administrator. */
function teacherOf(people: readonly Person[], student: Person): Person | undefined {
  const others = people.filter((person) => person !== student);
  const isTeacher = ({ role, department }: Person): boolean =>
    role === 'faculty' && department !== undefined && department === student.department;
  return others.find(isTeacher) ?? others.find(({ role }) => role === 'admin');
}

function userDocument(person: Person, bio: string | undefined, teacher: Person | undefined): CampusDocument {
  const { uid, email, name, role, department, studentId, skills, verifiedSkills, joined } = person;
  const fields = {
    email,
    name,
    role,
    department: department?.name,
    studentId,
    bio,
    skills,
    ...(teacher !== undefined &&
      verifiedSkills.length > 0 && {
        verifiedSkills: verifiedSkills.map(({ name, level }) => ({
          name,
          level,
          by: teacher.uid,
          at: joined,
        })),
      }),
    createdAt: joined,
  };
  return document(`users/${uid}`, fields);
}

function positionDocument({ id, person, start, end, ...fields }: Position): CampusDocument {
  return document(`users/${person.uid}/positions/${id}`, { ...fields, startDate: start, endDate: end });
}

function eventDocument(event: CampusEvent): CampusDocument {
  const { id, title, description, category, department, host, skills, createdAt, start, end } = event;
  const fields = { title, description, category, department, createdBy: host.uid, skills, createdAt };
  return document(`events/${id}`, { ...fields, startDate: start, endDate: end });
}

/** @param checksIn whether the host checks people in as they arrive; otherwise attendance is only claimed */
function attendeeDocument(
  { id, host }: CampusEvent,
  { person, ...fields }: Attendance,
  checksIn: boolean,
): CampusDocument {
  const isKnown = checksIn && fields.status === 'attended' && person !== host;
  const checkIn = { checkedInBy: host.uid, checkedInAt: fields.attendedAt };
  return document(`events/${id}/attendees/${person.uid}`, { ...fields, ...(isKnown && checkIn) });
}

function connectionDocument({ id, from, to, status, createdAt }: Connection): CampusDocument {
  return document(`connections/${id}`, { fromUid: from.uid, toUid: to.uid, status, createdAt });
}

function postDocument(post: Post): CampusDocument {
  const { author, content, category, skills, likes, comments, shares, mediaIds, createdAt } = post;
  return document(`showcase_posts/${post.id}`, {
    userId: author.uid,
    content,
    category,
    skills,
    likes: likes.map(({ uid }) => uid),
    comments: comments.map(({ author: { uid }, text, createdAt }) => ({ userId: uid, text, createdAt })),
    shares: shares.map(({ uid }) => uid),
    mediaIds,
    createdAt,
  });
}

/** Drops undefined fields, which Firestore rejects. */
function document(path: string, fields: Record<string, unknown>): CampusDocument {
  return {
    path,
    fields: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
  };
}
