import { liftLowerBound } from '../statistics/lift.ts';

/** A visitor: the indexes of the events visited, and the ids of the skills. */
export interface Visitor {
  events: number[];
  skills: number[];
}

/** Two events with common visitors, as listed for the first one. Events are given by index. */
export interface EventPair {
  event: number;
  other: number;
  people: number;
  /** The lower end of the lift's confidence interval. */
  low: number;
}

/**
 * For each event, the events that share at least `minPeople` visitors with it and significantly more than chance: up
 * to `maxPairs`, by the lower end of the lift's interval.
 *
 * Done in memory because Postgres would materialise and sort every pair of events of every visitor, tens of millions
 * of rows; here each is one addition.
 *
 * @param eventCount event indexes are below this
 * @param population visitors of any event, including events that are not compared
 */
export function eventPairs(
  eventCount: number,
  people: Visitor[],
  { population, minPeople, maxPairs }: { population: number; minPeople: number; maxPairs: number },
): EventPair[] {
  const visitors = groupByEvent(eventCount, people);
  const counts = new Int32Array(eventCount);
  return visitors.flatMap((eventVisitors, event) => {
    counts.fill(0);
    for (const visitor of eventVisitors) {
      for (const other of visitor.events) counts[other] = (counts[other] ?? 0) + 1;
    }
    const pairs: EventPair[] = [];
    for (const [other, both] of counts.entries()) {
      if (other === event || both < minPeople) continue;
      const [first, second] = [eventVisitors.length, visitors[other]?.length ?? 0];
      const low = liftLowerBound({ both, first, second, population });
      if (low > 1) pairs.push({ event, other, people: both, low });
    }
    return pairs.sort((a, b) => b.low - a.low || a.other - b.other).slice(0, maxPairs);
  });
}

/** For each event, up to `maxSkills` skills that most of its visitors have, and at least `minPeople` of them. */
export function visitorSkills(
  eventCount: number,
  people: Visitor[],
  { minPeople, maxSkills }: { minPeople: number; maxSkills: number },
): { event: number; skill: number; people: number }[] {
  return groupByEvent(eventCount, people).flatMap((eventVisitors, event) => {
    const counts = new Map<number, number>();
    for (const { skills } of eventVisitors) {
      for (const skill of skills) counts.set(skill, (counts.get(skill) ?? 0) + 1);
    }
    return [...counts]
      .filter(([, count]) => count >= minPeople)
      .sort(([skillA, a], [skillB, b]) => b - a || skillA - skillB)
      .slice(0, maxSkills)
      .map(([skill, count]) => ({ event, skill, people: count }));
  });
}

function groupByEvent(eventCount: number, people: Visitor[]): Visitor[][] {
  const visitors = Array.from({ length: eventCount }, (): Visitor[] => []);
  for (const visitor of people) for (const event of visitor.events) visitors[event]?.push(visitor);
  return visitors;
}
