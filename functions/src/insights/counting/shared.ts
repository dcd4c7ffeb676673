import { liftLow } from '../disclosure/association.ts';

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
 * @param visits for each person the numbers of their events, which are below `events`
 * @param everybody how many people visited any event
 */
export function sharedVisitors(
  events: number,
  visits: number[][],
  { everybody, fewest, kept }: { everybody: number; fewest: number; kept: number },
): SharedVisitors[] {
  const visitorsOf = Array.from({ length: events }, (): number[][] => []);
  for (const own of visits) for (const event of own) visitorsOf[event]?.push(own);
  const sizes = visitorsOf.map((visitors) => visitors.length);
  const counts = new Int32Array(events);
  return visitorsOf.flatMap((visitors, event) => {
    counts.fill(0);
    for (const own of visitors) for (const other of own) counts[other] = (counts[other] ?? 0) + 1;
    const shared: SharedVisitors[] = [];
    for (const [other, people] of counts.entries()) {
      if (other === event || people < fewest) continue;
      const low = liftLow({ both: people, one: visitors.length, other: sizes[other] ?? 0, everybody });
      if (low > 1) shared.push({ event, other, people, low });
    }
    return shared.sort((a, b) => b.low - a.low || a.other - b.other).slice(0, kept);
  });
}
