import { DAY, later, latest } from './calendar.ts';
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

/** A person to connect with, and the earliest time the two could know each other. */
interface Acquaintance {
  person: Person;
  since: Date;
  /** Whether the request follows within days of meeting. */
  isPrompt: boolean;
}

const CONNECTIONS_PER_STUDENT = 3;

/** Connects people who met at an event or share a circle, and some at random, in order of time. */
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
  const usedPairs = new Set<string>();
  // On a tiny campus, all pairs may be used up before the count is reached.
  for (let attempt = 0; attempt < count * 3 && connections.length < count; attempt++) {
    const from = crowd.pickAnyone();
    const { person: to, since, isPrompt } = chooseAcquaintance(random, crowd, from, attended.get(from) ?? []);
    const pair = [from.uid, to.uid].sort().join(' ');
    if (from === to || usedPairs.has(pair)) continue;
    const earliest = latest(since, from.joined, to.joined);
    const createdAt = isPrompt ? later(earliest, random.wait(4 * DAY)) : random.timeBetween(earliest, now);
    if (createdAt > now) continue;
    usedPairs.add(pair);
    connections.push({ from, to, status: chooseStatus(random, createdAt, now), createdAt });
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

function chooseAcquaintance(
  random: Random,
  crowd: Crowd,
  from: Person,
  attended: CampusEvent[],
): Acquaintance {
  const draw = random.unit();
  if (draw < 0.45 && attended.length > 0) {
    const event = random.pick(attended);
    const present = event.attendances.filter(({ status }) => status === 'attended');
    return { person: random.pick(present).person, since: event.end, isPrompt: true };
  }
  const atAnyTime = { since: from.joined, isPrompt: false };
  if (draw < 0.85 && from.topics.length > 0) {
    const topic = random.pick(from.topics);
    return { person: crowd.pickWith(draw < 0.65 ? topic : circleOf(topic)), ...atAnyTime };
  }
  return { person: crowd.pickWith(draw < 0.95 ? from.department : undefined), ...atAnyTime };
}

/** Most old requests are accepted; recent ones may still be pending. */
function chooseStatus(random: Random, createdAt: Date, now: Date): Connection['status'] {
  const isRecent = createdAt > later(now, -21 * DAY);
  if (random.chance(isRecent ? 0.5 : 0.08)) return 'pending';
  return random.chance(0.9) ? 'accepted' : 'declined';
}
