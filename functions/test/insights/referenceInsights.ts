/** A reference implementation of the insights: brute-force counts in plain TypeScript. */
import { referenceScores, type Row } from '../engagement/score/referenceScores.ts';
import { documentsOf, type Answer, type Campus, type CampusEvent, type Person } from './randomCampus.ts';

/** A disclosable count as non-administrators see it. */
export const rounded = (people: number): number => 5 * Math.round(people / 5);

/** A time's month, such as 2026-03. */
const monthOf = (time: string): string => time.slice(0, 7);

export const attended = ({ status, attendedAt }: Answer): boolean =>
  status === 'attended' || (attendedAt !== null && status === null);

export const isKnown = ({ status, checkedInBy = '' }: Answer): boolean =>
  status === 'attended' && checkedInBy !== '';

/** Who is known to have been at an event, and on which day. */
export function checkIns(campus: Campus): { user: string; date: string }[] {
  return campus.answers.filter(isKnown).flatMap(({ user, event: id, attendedAt }) => {
    const time = attendedAt ?? campus.events.find((event) => event.id === id)?.startDate;
    return time == null ? [] : [{ user, date: time.slice(0, 10) }];
  });
}

/** Users who are known to have been at an event on a day that passes. */
export function checkedIn(campus: Campus, passes: (date: string) => boolean): Set<string> {
  return new Set(checkIns(campus).flatMap(({ user, date }) => (passes(date) ? [user] : [])));
}

/** Users of each skill in a month; under '*', users of any. */
export function skillUsers(campus: Campus, month: string): Map<string, Set<string>> {
  const uses = [
    ...campus.posts.map(({ user, createdAt, skills }) => ({ user, time: createdAt, skills })),
    ...campus.answers.filter(attended).map(({ user, event: id, attendedAt }) => {
      const event = campus.events.find((candidate) => candidate.id === id);
      return { user, time: attendedAt ?? event?.startDate ?? null, skills: event?.skills ?? [] };
    }),
  ];
  const users = new Map<string, Set<string>>();
  for (const { user, time, skills } of uses) {
    if (time === null || monthOf(time) !== month) continue;
    for (const skill of skills.length > 0 ? [...skills, '*'] : []) {
      users.set(skill, (users.get(skill) ?? new Set()).add(user));
    }
  }
  return users;
}

/** The size of each department in a group; users without one are not counted. */
export function byDepartment(campus: Campus, group: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const id of group) {
    const department = campus.people.find((person) => person.id === id)?.department;
    if (department != null) counts[department] = (counts[department] ?? 0) + 1;
  }
  return counts;
}

/**
 * The parts of a total that may be shown, rounded: those of at least five, except the smallest of them (ties by name)
 * if the parts left out would otherwise add up to one to four people.
 */
export function shownParts(whole: number, parts: Record<string, number>): Record<string, number> {
  const large = Object.entries(parts)
    .filter(([, people]) => people >= 5)
    .sort(([a, m], [b, n]) => m - n || (a < b ? -1 : 1));
  const rest = whole - large.reduce((sum, [, people]) => sum + people, 0);
  const shown = rest > 0 && rest < 5 ? large.slice(1) : large;
  return Object.fromEntries(shown.map(([name, people]) => [name, rounded(people)]));
}

/**
 * The campus as others than administrators may know of it: without people who joined in the last week, and what they did.
 * A connection with one of them counts for the other.
 */
export function established(campus: Campus, now: Date): Campus {
  const weekAgo = new Date(now.getTime() - 7 * 86_400_000).toISOString();
  const people = campus.people.filter(({ createdAt }) => createdAt <= weekAgo);
  const ids = new Set(people.map(({ id }) => id));
  return {
    ...campus,
    people,
    answers: campus.answers.filter(({ user }) => ids.has(user)),
    posts: campus.posts.filter(({ user }) => ids.has(user)),
  };
}

/** Whether an answer says that the user comes, or came. */
export function isGoing(answer: Campus['answers'][number]): boolean {
  return answer.status === 'going' || attended(answer);
}

/** An event's visitors: who was checked in; if nobody was, attendees; if there are none, users who are going. */
export function visitors(campus: Campus, event: string): Set<string> {
  const answers = campus.answers.filter((answer) => answer.event === event);
  const [known, claimed] = [answers.filter(isKnown), answers.filter(attended)];
  const visiting = [known, claimed, answers.filter(isGoing)].find((group) => group.length > 0) ?? [];
  return new Set(visiting.map(({ user }) => user));
}

/** Visitors who had visited an earlier event of the same category. */
export function returning(campus: Campus, event: CampusEvent): number {
  const earlier = campus.events.filter(
    ({ category, startDate }) =>
      category === event.category &&
      startDate !== null &&
      event.startDate !== null &&
      startDate < event.startDate,
  );
  return [...visitors(campus, event.id)].filter((user) =>
    earlier.some(({ id }) => visitors(campus, id).has(user)),
  ).length;
}

/** The lift of two groups with its 95 % interval. */
function lift(both: number, first: number, second: number, population: number) {
  const ratio = both / population / ((first / population) * (second / population));
  const variance = 1 / both - 1 / first - 1 / second + (2 * ratio - 1) / population;
  const factor = Math.exp(1.96 * Math.sqrt(Math.max(variance, 0)));
  return { lift: ratio, low: ratio / factor, high: ratio * factor };
}

/** Pairs of groups that share at least five people, significantly more than chance; most significant first. */
export function pairs(groups: { id: string; people: Set<string> }[], disclose: (people: number) => number) {
  const population = new Set(groups.flatMap(({ people }) => [...people])).size;
  return groups
    .flatMap((first) => groups.filter((second) => second !== first).map((second) => ({ first, second })))
    .map(({ first, second }) => ({ first, second, both: first.people.intersection(second.people).size }))
    .filter(({ both }) => both >= 5)
    .filter(
      ({ first, second, both }) => lift(both, first.people.size, second.people.size, population).low > 1,
    )
    .map(({ first, second, both }) => ({
      first: first.id,
      second: second.id,
      people: disclose(both),
      ...lift(
        disclose(both),
        disclose(first.people.size),
        disclose(second.people.size),
        disclose(population),
      ),
    }))
    .filter(({ low }) => low > 1)
    .sort((a, b) => b.low - a.low || (a.first + a.second < b.first + b.second ? -1 : 1));
}

/** @throws if there is no such person */
export function person(campus: Campus, id: string): Person {
  const found = campus.people.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`there is no person ${id}`);
  return found;
}

/** A user's activity on one day. */
interface Day {
  user: string;
  date: string;
  posts: number;
  events: number;
  connections: number;
  points: number;
}

/** All users' active days up to a day. */
export function activeDays(campus: Campus, through: string): Day[] {
  return Object.entries(referenceScores(documentsOf(campus), {}, through, 'Etc/UTC')).map(
    ([key, row]: [string, Row]) => {
      const [user = '', date = ''] = key.split(' ');
      const [posts, events, , connections, points] = row;
      return { user, date, posts, events, connections, points };
    },
  );
}

/** Users who were active in a month, in any way or in a particular one. */
export function actors(
  campus: Campus,
  month: string,
  did: (day: Day) => boolean = () => true,
  through = '2026-03-16',
): Set<string> {
  const known = new Set(campus.people.map(({ id }) => id));
  const days = activeDays(campus, through).filter(
    (day) => known.has(day.user) && monthOf(day.date) === month && did(day),
  );
  return new Set(days.map(({ user }) => user));
}

/** The percentage of active users with fewer decayed points on a day; equal levels count half. */
export function percentile(campus: Campus, user: string, day: string): number {
  const age = (date: string): number => (Date.parse(day) - Date.parse(date)) / 86_400_000;
  const days = activeDays(campus, day).filter(({ date }) => age(date) >= 0);
  const active = new Set(days.filter(({ date }) => age(date) < 56).map((active) => active.user));
  const levels = new Map(
    [...active].map((id) => {
      const own = days.filter((active) => active.user === id);
      const decayed = own.reduce((sum, { points, date }) => sum + points * 2 ** (-age(date) / 14), 0);
      // The scale's origin, 2035-01-01, is arbitrary.
      const since = (Date.parse(day) - Date.parse('2035-01-01')) / 86_400_000 / 14;
      return [id, Math.round(16 * (Math.log2(decayed) + since))] as const;
    }),
  );
  const ownLevel = levels.get(user);
  if (ownLevel === undefined) return 0;
  const others = [...levels.values()];
  const below = others.filter((level) => level < ownLevel).length;
  const same = others.filter((level) => level === ownLevel).length;
  return Math.round((1000 * (below + same / 2)) / others.length) / 10;
}
