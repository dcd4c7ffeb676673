import { liftLow } from '../disclosure/association.ts';

/** Somebody's events, by their numbers, and the ids of their skills. */
export interface Person {
  events: number[];
  skills: number[];
}

/** Two events that share visitors, as seen from the first: both by their numbers. */
export interface SharedVisitors {
  event: number;
  other: number;
  people: number;
  /** The lower end of the lift's confidence interval. */
  low: number;
}

/**
 * The events that share the most visitors with each event, compared with chance: at least `fewest`, and surely more
 * than by chance; by the lower end of the lift's interval, the best `kept` of each.
 *
 * Postgres would write down and sort every meeting of two events in one person, which are tens of millions; here
 * each is one addition.
 *
 * @param events how many there are: their numbers are below
 * @param people who visited any
 * @param everybody how many people visited any event, also those that are not in question
 */
export function sharedVisitors(
  events: number,
  people: Person[],
  { everybody, fewest, kept }: { everybody: number; fewest: number; kept: number },
): SharedVisitors[] {
  const visitors = visitorsOf(events, people);
  const counts = new Int32Array(events);
  return visitors.flatMap((own, event) => {
    counts.fill(0);
    for (const person of own) for (const other of person.events) counts[other] = (counts[other] ?? 0) + 1;
    const shared: SharedVisitors[] = [];
    for (const [other, both] of counts.entries()) {
      if (other === event || both < fewest) continue;
      const low = liftLow({ both, one: own.length, other: visitors[other]?.length ?? 0, everybody });
      if (low > 1) shared.push({ event, other, people: both, low });
    }
    return shared.sort((a, b) => b.low - a.low || a.other - b.other).slice(0, kept);
  });
}

/** The skills that most visitors of each event have: at least `fewest` of them, and `kept` of each event. */
export function skillsOfVisitors(
  events: number,
  people: Person[],
  { fewest, kept }: { fewest: number; kept: number },
): { event: number; skill: number; people: number }[] {
  return visitorsOf(events, people).flatMap((own, event) => {
    const counts = new Map<number, number>();
    for (const { skills } of own) for (const skill of skills) counts.set(skill, (counts.get(skill) ?? 0) + 1);
    return [...counts]
      .filter(([, having]) => having >= fewest)
      .sort(([one, a], [other, b]) => b - a || one - other)
      .slice(0, kept)
      .map(([skill, having]) => ({ event, skill, people: having }));
  });
}

function visitorsOf(events: number, people: Person[]): Person[][] {
  const visitors = Array.from({ length: events }, (): Person[] => []);
  for (const person of people) for (const event of person.events) visitors[event]?.push(person);
  return visitors;
}
