import { writeBio } from './bios.ts';
import { createConnections, type Connection } from './connections.ts';
import { Crowd } from './crowd.ts';
import { createEvents, type Attendance, type CampusEvent } from './events.ts';
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
  /** The present; default 16 March 2026, 12:00 UTC. */
  now?: Date;
}

/** The people of a campus and their activity, with the traits that the documents reveal only indirectly. */
export interface Campus {
  people: Person[];
  bios: Map<Person, string | undefined>;
  positions: Position[];
  events: CampusEvent[];
  connections: Connection[];
  posts: Post[];
}

const DEFAULT_NOW = new Date('2026-03-16T12:00:00Z');

/**
 * All documents of a sample campus, each after those it references: users, positions, events, attendees, connections,
 * posts. Deterministic: equal options give equal documents.
 *
 * @throws RangeError when `students` is not a positive integer
 */
export function generateCampus(options: CampusOptions = {}): CampusDocument[] {
  const { people, bios, positions, events, connections, posts } = simulateCampus(options);
  return [
    ...people.map((person) => userDocument(person, bios.get(person))),
    ...positions.map(positionDocument),
    ...events.map(eventDocument),
    ...events.flatMap((event) => event.attendances.map((attendance) => attendeeDocument(event, attendance))),
    ...connections.map(connectionDocument),
    ...posts.map(postDocument),
  ];
}

/** The campus behind the documents, including circle membership: the ground truth for matching and recommendations. */
export function simulateCampus({ seed = 1, students = 320, now = DEFAULT_NOW }: CampusOptions = {}): Campus {
  if (!Number.isInteger(students) || students < 1) {
    throw new RangeError(`students must be a positive integer, not ${String(students)}`);
  }
  const random = new Random(seed);
  const people = createPeople(random, students, now);
  const crowd = new Crowd(random, people);
  const positions = createPositions(random, people, now);
  const current = currentPositions(positions);
  const bios = new Map(people.map((person) => [person, writeBio(random, person, current.get(person), now)]));
  const events = createEvents(random, people, crowd, now);
  const connections = createConnections(random, people, crowd, events, now);
  const posts = createPosts(random, people, crowd, events, connections, current, now);
  return { people, bios, positions, events, connections, posts };
}

function userDocument(person: Person, bio: string | undefined): CampusDocument {
  const { uid, email, name, role, department, studentId, skills, joined } = person;
  const fields = {
    email,
    name,
    role,
    department: department?.name,
    studentId,
    bio,
    skills,
    createdAt: joined,
  };
  return document(`users/${uid}`, fields);
}

function positionDocument({
  id,
  person,
  title,
  organisation,
  industry,
  start,
  end,
}: Position): CampusDocument {
  const fields = { title, organisation, industry, startDate: start, endDate: end };
  return document(`users/${person.uid}/positions/${id}`, fields);
}

function eventDocument(event: CampusEvent): CampusDocument {
  const { id, title, description, category, department, host, skills, start, end } = event;
  const fields = { title, description, category, department, createdBy: host.uid, skills };
  return document(`events/${id}`, { ...fields, startDate: start, endDate: end });
}

function attendeeDocument({ id }: CampusEvent, { person, ...fields }: Attendance): CampusDocument {
  return document(`events/${id}/attendees/${person.uid}`, fields);
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
