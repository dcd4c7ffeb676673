import { DAY_MS } from '../../../src/learning/calendar.ts';
import { WEIGHTS } from '../../../src/engagement/score/scoreFormula.ts';
import { localDay } from '../../support/campusZone.ts';
import type { JsonObject } from '../../../src/platform/documents/json.ts';

/** One row of `user_engagement_metrics`. */
export type Row = [
  posts: number,
  events: number,
  views: number,
  connections: number,
  points: number,
  score: number,
];

interface Day {
  posts: number;
  events: number;
  views: number;
  connections: number;
  points: number;
}

/**
 * Engagement by user and day, straight from its definition: for each day, sums the decayed points of all active users
 * from scratch and ranks them.
 *
 * @param documents by path, with times as ISO strings in UTC
 * @param views profile views by user and day (`ada 2026-03-01`)
 * @param zone the time zone of the campus
 */
export function referenceScores(
  documents: Record<string, JsonObject>,
  views: Record<string, number>,
  through: string,
  zone: string,
): Record<string, Row> {
  const people = new Map<string, Map<number, Day>>();
  const entries = Object.entries(documents).map(([path, data]) => ({ segments: path.split('/'), data }));
  const live = new Set(
    entries.filter(({ segments }) => segments[0] === 'users').map(({ segments }) => segments[1]),
  );

  function add(
    person: unknown,
    date: string | null,
    kind: keyof Omit<Day, 'points'>,
    count: number,
    points: number,
  ): void {
    const day = Date.parse(date ?? '') / DAY_MS;
    if (typeof person !== 'string' || !live.has(person)) return;
    if (!(day >= Date.parse('2000-01-01') / DAY_MS && day <= Date.parse(through) / DAY_MS)) return;
    const days = people.get(person) ?? new Map<number, Day>();
    people.set(person, days);
    const known = days.get(day) ?? { posts: 0, events: 0, views: 0, connections: 0, points: 0 };
    days.set(day, { ...known, [kind]: known[kind] + count, points: known.points + points });
  }

  const dayOf = (time: unknown): string | null => (typeof time === 'string' ? localDay(time, zone) : null);
  for (const { segments, data } of entries) {
    const [collection, id, , member] = segments;
    if (collection === 'showcase_posts') {
      const { likes = [], comments = [], shares = [] } = data as Record<string, unknown[]>;
      const reactions = likes.length + 2 * comments.length + 3 * shares.length;
      add(
        data['userId'],
        dayOf(data['createdAt']),
        'posts',
        1,
        WEIGHTS.postCreated + reactionPoints(reactions, 6),
      );
    }
    if (collection === 'events' && member !== undefined) {
      const { status, attendedAt } = data;
      const start = documents[`events/${id ?? ''}`]?.['startDate'];
      const known = typeof attendedAt === 'string' && attendedAt >= '2000' && attendedAt < '2074';
      const attended = status === undefined ? attendedAt !== undefined : status === 'attended';
      if (attended)
        add(
          member,
          dayOf(known ? attendedAt : status === 'attended' ? start : null),
          'events',
          1,
          WEIGHTS.eventAttended,
        );
    }
  }
  for (const { users, time } of connectionsOf(documents, live)) {
    for (const side of users) add(side, dayOf(time), 'connections', 1, WEIGHTS.connectionMade);
  }
  for (const [key, count] of Object.entries(views)) {
    const [person, day] = key.split(' ');
    add(person, day ?? null, 'views', count, reactionPoints(count, 3));
  }

  const rows: Record<string, Row> = {};
  for (const [person, days] of people) {
    for (const [day, { posts, events, views: viewed, connections, points }] of days) {
      const key = `${person} ${new Date(day * DAY_MS).toISOString().slice(0, 10)}`;
      rows[key] = [posts, events, viewed, connections, points, scoreOf(people, person, day)];
    }
  }
  return rows;
}

/** One connection for each two users who exist, as of the first accepted request with a day that counts. */
function connectionsOf(
  documents: Record<string, JsonObject>,
  live: Set<string | undefined>,
): { users: string[]; time: string }[] {
  const accepted = Object.entries(documents)
    .filter(([path, { status }]) => path.startsWith('connections/') && status === 'accepted')
    .map(([, { fromUid, toUid, createdAt }]) => ({
      users: [fromUid as string, toUid as string].sort(),
      time: createdAt as string,
    }))
    .filter(
      ({ users: [a, b], time }) => a !== b && live.has(a) && live.has(b) && time >= '2000' && time < '2074',
    )
    .sort((a, b) => (a.time < b.time ? -1 : 1));
  return [...new Map(accepted.reverse().map((one) => [one.users.join(' '), one])).values()];
}

function reactionPoints(count: number, most: number): number {
  return Math.min(most, Math.round(Math.log2(1 + count)));
}

function scoreOf(people: Map<string, Map<number, Day>>, person: string, day: number): number {
  const levels = new Map<string, number>();
  for (const [other, days] of people) {
    const past = [...days].filter(([when]) => when <= day).sort(([a], [b]) => a - b);
    const acted = past.some(
      ([when, { posts, events, connections }]) => when > day - 56 && posts + events + connections > 0,
    );
    const decayed = past.reduce((sum, [when, { points }]) => sum + points * 2 ** ((when - day) / 14), 0);
    // Sums within 4 % share a level; the boundaries of levels move with the day.
    const shift = (day - Date.parse('2035-01-01') / DAY_MS) / 14;
    if (acted) levels.set(other, Math.round(16 * (Math.log2(decayed) + shift)));
  }
  const level = levels.get(person);
  if (level === undefined) return 0;
  const all = [...levels.values()];
  const below = all.filter((other) => other < level).length;
  const same = all.filter((other) => other === level).length;
  return Math.round((1000 * (below + same / 2)) / all.length) / 10;
}
