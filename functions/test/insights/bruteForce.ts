/** The same figures as the insights, counted one by one in plain TypeScript. */
import { referenceScores, type Row } from '../engagement/score/referenceScores.ts';
import { documentsOf, type Answer, type Campus, type CampusEvent, type Person } from './randomCampus.ts';

/** How a viewer who is no administrator sees a count of a group that may be shown. */
export const rounded = (people: number): number => 5 * Math.round(people / 5);

/** Months as 2026-03. */
const monthOf = (time: string): string => time.slice(0, 7);

export const attended = ({ status, attendedAt }: Answer): boolean =>
  status === 'attended' || (attendedAt !== null && status === null);

/** Who used a skill in a month, by the skill; '*' for any. */
export function skillUsers(campus: Campus, month: string): Map<string, Set<string>> {
  const uses = [
    ...campus.posts.map(({ user, createdAt, skills }) => ({ user, time: createdAt, skills })),
    ...campus.answers.filter(attended).map(({ user, event: id, attendedAt }) => {
      const event = campus.events.find((one) => one.id === id);
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

/** The people of each department of a group, without those of none. */
export function byDepartment(campus: Campus, group: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const id of group) {
    const department = campus.people.find((person) => person.id === id)?.department;
    if (department != null) counts[department] = (counts[department] ?? 0) + 1;
  }
  return counts;
}

/**
 * What of the parts of a whole may be shown, rounded: parts of five and more, but for the smallest of them, the
 * first by name, where those left out would otherwise be fewer than five and more than nobody.
 */
export function shownParts(whole: number, parts: Record<string, number>): Record<string, number> {
  const large = Object.entries(parts)
    .filter(([, people]) => people >= 5)
    .sort(([a, m], [b, n]) => m - n || (a < b ? -1 : 1));
  const rest = whole - large.reduce((sum, [, people]) => sum + people, 0);
  const shown = rest > 0 && rest < 5 ? large.slice(1) : large;
  return Object.fromEntries(shown.map(([name, people]) => [name, rounded(people)]));
}

/** Who visited an event: those who attended, or while nobody has, those who have not cancelled. */
export function visitors(campus: Campus, event: string): Set<string> {
  const answers = campus.answers.filter((answer) => answer.event === event);
  const seen = answers.filter(attended);
  const came = seen.length > 0 ? seen : answers.filter(({ status }) => status !== 'cancelled');
  return new Set(came.map(({ user }) => user));
}

/** Visitors who had visited an event of the same category that began before. */
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
function lift(both: number, one: number, other: number, everybody: number) {
  const ratio = both / everybody / ((one / everybody) * (other / everybody));
  const variance = 1 / both - 1 / one - 1 / other + (2 * ratio - 1) / everybody;
  const factor = Math.exp(1.96 * Math.sqrt(Math.max(variance, 0)));
  return { lift: ratio, low: ratio / factor, high: ratio * factor };
}

/** Pairs of groups that share at least five people, and more than by chance, the surest first. */
export function pairs(groups: { id: string; people: Set<string> }[], seen: (people: number) => number) {
  const everybody = new Set(groups.flatMap(({ people }) => [...people])).size;
  return groups
    .flatMap((one) => groups.filter((other) => other !== one).map((other) => ({ one, other })))
    .map(({ one, other }) => ({ one, other, both: one.people.intersection(other.people).size }))
    .filter(({ both }) => both >= 5)
    .filter(({ one, other, both }) => lift(both, one.people.size, other.people.size, everybody).low > 1)
    .map(({ one, other, both }) => ({
      one: one.id,
      other: other.id,
      people: seen(both),
      ...lift(seen(both), seen(one.people.size), seen(other.people.size), seen(everybody)),
    }))
    .filter(({ low }) => low > 1)
    .sort((a, b) => b.low - a.low || (a.one + a.other < b.one + b.other ? -1 : 1));
}

/** A person by id. @throws when there is none. */
export function person(campus: Campus, id: string): Person {
  const found = campus.people.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no ${id}`);
  return found;
}

/** What somebody did on a day. */
interface Day {
  user: string;
  date: string;
  posts: number;
  events: number;
  connections: number;
  points: number;
}

/** All days on which somebody did something, until one. */
export function activeDays(campus: Campus, through: string): Day[] {
  return Object.entries(referenceScores(documentsOf(campus), {}, through)).map(
    ([key, row]: [string, Row]) => {
      const [user = '', date = ''] = key.split(' ');
      const [posts, events, , connections, points] = row;
      return { user, date, posts, events, connections, points };
    },
  );
}

/** Who did something in a month: anything, or one kind of thing. */
export function actors(
  campus: Campus,
  month: string,
  did: (day: Day) => boolean = () => true,
  through = '2026-03-16',
): Set<string> {
  const days = activeDays(campus, through).filter((day) => monthOf(day.date) === month && did(day));
  return new Set(days.map(({ user }) => user));
}

/** The share of the active that have fewer decayed points on a day, in percent; of equal levels half. */
export function percentile(campus: Campus, user: string, day: string): number {
  const age = (date: string): number => (Date.parse(day) - Date.parse(date)) / 86_400_000;
  const days = activeDays(campus, day).filter(({ date }) => age(date) >= 0);
  const active = new Set(days.filter(({ date }) => age(date) < 56).map((one) => one.user));
  const levels = new Map(
    [...active].map((id) => {
      const own = days.filter((one) => one.user === id);
      const points = own.reduce((sum, one) => sum + one.points * 2 ** (-age(one.date) / 14), 0);
      // The scale begins in 2035, on a whole number of half-lives from nowhere in particular.
      const since = (Date.parse(day) - Date.parse('2035-01-01')) / 86_400_000 / 14;
      return [id, Math.round(16 * (Math.log2(points) + since))] as const;
    }),
  );
  const mine = levels.get(user);
  if (mine === undefined) return 0;
  const others = [...levels.values()];
  const below = others.filter((level) => level < mine).length;
  const same = others.filter((level) => level === mine).length;
  return Math.round((1000 * (below + same / 2)) / others.length) / 10;
}
