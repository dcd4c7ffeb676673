import { DAY, later, latest } from './calendar.ts';
import type { Crowd } from './crowd.ts';
import type { CampusEvent } from './events.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import { circleOf } from './templates.ts';

/** A request of one person to connect with another, and what became of it. */
export interface Connection {
  id: string;
  from: Person;
  to: Person;
  status: 'pending' | 'accepted' | 'declined';
  createdAt: Date;
}

/** Somebody to connect with, and the earliest time the two could know each other. */
interface Acquaintance {
  person: Person;
  since: Date;
  /** Whether the request follows soon, while they still remember meeting. */
  soon: boolean;
}

const CONNECTIONS_PER_STUDENT = 3;

/** Who connects with whom: people who met at an event or share a circle, and now and then anyone. */
export function createConnections(
  random: Random,
  people: Person[],
  crowd: Crowd,
  events: CampusEvent[],
  now: Date,
): Connection[] {
  const count = people.filter(({ role }) => role === 'student').length * CONNECTIONS_PER_STUDENT;
  const attended = attendedByPerson(events);
  const connections: Omit<Connection, 'id'>[] = [];
  const known = new Set<string>();
  // On a tiny campus everybody is connected before the count is reached.
  for (let attempt = 0; attempt < count * 3 && connections.length < count; attempt++) {
    const from = crowd.meet();
    const { person: to, since, soon } = meet(random, crowd, from, attended.get(from) ?? []);
    const pair = [from.uid, to.uid].sort().join(' ');
    if (from === to || known.has(pair)) continue;
    const possible = latest(since, from.joined, to.joined);
    const createdAt = soon ? later(possible, random.wait(4 * DAY)) : random.timeBetween(possible, now);
    if (createdAt > now) continue;
    known.add(pair);
    connections.push({ from, to, status: chooseStatus(random, createdAt, now), createdAt });
  }
  connections.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  return connections.map((connection, index) => ({
    id: `c${String(index + 1).padStart(5, '0')}`,
    ...connection,
  }));
}

/** Who is connected with whom, both ways; accepted connections only. */
export function friendsByPerson(connections: Connection[]): Map<Person, Person[]> {
  const friends = new Map<Person, Person[]>();
  for (const { from, to, status } of connections) {
    if (status !== 'accepted') continue;
    friends.set(from, [...(friends.get(from) ?? []), to]);
    friends.set(to, [...(friends.get(to) ?? []), from]);
  }
  return friends;
}

/** The events each person attended. */
export function attendedByPerson(events: CampusEvent[]): Map<Person, CampusEvent[]> {
  const attended = new Map<Person, CampusEvent[]>();
  for (const event of events) {
    for (const { person, status } of event.attendances) {
      if (status !== 'attended') continue;
      const list = attended.get(person);
      if (list) list.push(event);
      else attended.set(person, [event]);
    }
  }
  return attended;
}

function meet(random: Random, crowd: Crowd, from: Person, attended: CampusEvent[]): Acquaintance {
  const way = random.unit();
  if (way < 0.45 && attended.length > 0) {
    const event = random.pick(attended);
    const present = event.attendances.filter(({ status }) => status === 'attended');
    return { person: random.pick(present).person, since: event.end, soon: true };
  }
  const others = { since: from.joined, soon: false };
  if (way < 0.85 && from.topics.length > 0) {
    const topic = random.pick(from.topics);
    return { person: crowd.meetOf(way < 0.65 ? topic : circleOf(topic)), ...others };
  }
  return { person: crowd.meetOf(way < 0.95 ? from.department : undefined), ...others };
}

/** An old request has been answered, mostly with yes; a new one may still wait. */
function chooseStatus(random: Random, createdAt: Date, now: Date): Connection['status'] {
  const isNew = createdAt > later(now, -21 * DAY);
  if (random.chance(isNew ? 0.5 : 0.08)) return 'pending';
  return random.chance(0.9) ? 'accepted' : 'declined';
}
