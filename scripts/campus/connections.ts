import { DAY, later, pastWeeks, timeInWeek } from './calendar.ts';
import type { Crowd } from './crowd.ts';
import type { CampusEvent } from './events.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import { circleOf } from './templates.ts';

/** A connection request and its status. */
export interface Connection {
  id: string;
  from: Person;
  to: Person;
  status: 'pending' | 'accepted' | 'declined';
  createdAt: Date;
}

/** Two people who may connect, and when. */
interface Acquaintance {
  from: Person;
  to: Person;
  createdAt: Date;
}

/** Besides those of their first days. */
const CONNECTIONS_PER_STUDENT = 1.8;

/** Connects people who met at an event or share a circle, and some at random, in order of time. */
export function createConnections(
  random: Random,
  crowd: Crowd,
  people: Person[],
  events: CampusEvent[],
  today: Date,
): Connection[] {
  const students = people.filter(({ role }) => role === 'student');
  const meetings = events.flatMap((event) => meetingOf(event) ?? []);
  const chooseMeeting = random.chooser(meetings, ({ present }) => present.length);
  const acquaintances = [
    ...students.map((student) => welcome(random, crowd, student)),
    ...pastWeeks(today, Math.ceil(students.length * CONNECTIONS_PER_STUDENT)).map((week) =>
      meetings.length > 0 && random.chance(0.45)
        ? meet(random, chooseMeeting())
        : introduce(random, crowd, timeInWeek(random, week)),
    ),
  ];
  const connections: Omit<Connection, 'id'>[] = [];
  const usedPairs = new Set<string>();
  for (const acquaintance of acquaintances) {
    if (acquaintance === undefined) continue;
    const { from, to, createdAt } = acquaintance;
    const pair = [from.uid, to.uid].sort().join(' ');
    if (from === to || usedPairs.has(pair) || createdAt > today) continue;
    usedPairs.add(pair);
    connections.push({ from, to, status: chooseStatus(random, createdAt, today), createdAt });
  }
  connections.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  return connections.map((connection, index) => ({
    id: `c${String(index + 1).padStart(5, '0')}`,
    ...connection,
  }));
}

/** Accepted connections, in both directions. */
export function friendsByPerson(connections: Connection[]): Map<Person, Person[]> {
  const friends = new Map<Person, Person[]>();
  for (const { from, to, status } of connections) {
    if (status !== 'accepted') continue;
    friends.set(from, [...(friends.get(from) ?? []), to]);
    friends.set(to, [...(friends.get(to) ?? []), from]);
  }
  return friends;
}

/** Somebody of their department looks after a new student. */
function welcome(random: Random, crowd: Crowd, student: Person): Acquaintance | undefined {
  const createdAt = later(student.joined, random.wait(5 * DAY));
  const from = crowd.pick(createdAt, student.department);
  return from && { from, to: student, createdAt };
}

/** The people present at an event. */
interface Meeting {
  present: Person[];
  end: Date;
}

/** Undefined if fewer than two people came. */
function meetingOf({ attendances, end }: CampusEvent): Meeting | undefined {
  const present = attendances.filter(({ status }) => status === 'attended').map(({ person }) => person);
  return present.length > 1 ? { present, end } : undefined;
}

/** Two people who met at an event connect within days. */
function meet(random: Random, { present, end }: Meeting): Acquaintance {
  const [from, to] = [random.pick(present), random.pick(present)];
  return { from, to, createdAt: later(end, random.wait(4 * DAY)) };
}

/** Somebody finds a person with the same interests, of the same department, or any. */
function introduce(random: Random, crowd: Crowd, createdAt: Date): Acquaintance | undefined {
  const from = crowd.pick(createdAt);
  if (from === undefined) return undefined;
  const to = crowd.pick(createdAt, chooseCommonGround(random, from));
  return to && { from, to, createdAt };
}

function chooseCommonGround(random: Random, { topics, department }: Person) {
  const draw = random.unit();
  if (draw < 0.72 && topics.length > 0) {
    const topic = random.pick(topics);
    return draw < 0.36 ? topic : circleOf(topic);
  }
  return draw < 0.9 ? department : undefined;
}

/** Most old requests are accepted; recent ones may still be pending. */
function chooseStatus(random: Random, createdAt: Date, now: Date): Connection['status'] {
  const isRecent = createdAt > later(now, -21 * DAY);
  if (random.chance(isRecent ? 0.5 : 0.08)) return 'pending';
  return random.chance(0.9) ? 'accepted' : 'declined';
}
