import { DAY_MS, YEAR_MS } from '../../learning/calendar.ts';
import type { Career } from './career.ts';
import { contextsOf } from './careerContexts.ts';

/** The next positions of people in one context. */
export interface Transitions {
  /** Sum of the weights of all moves. */
  total: number;
  /** By the key of the title moved to. */
  moves: Map<string, Move>;
}

interface Move {
  /** Number of people, discounted by age. */
  weight: number;
  people: number;
  /** How long each held the position they left, in days; only in contexts of kind `after`. */
  days: number[];
}

/** What one person contributes: the moves in each context, by title key. */
type CareerMoves = Map<string, Map<string, { weight: number; days: number[] }>>;

/** Finds the transitions of a context; undefined if nobody was in it. */
export type TransitionLookup = (
  contextId: string,
) => { total: number; weightOf: (title: string) => number } | undefined;

/** Moves considered per context; those behind them were made by hardly anybody. */
export const MAX_MOVES = 300;

/** What is left of a total after subtracting one person's moves counts as 0 below this. */
const ROUNDING_ERROR = 1e-6;

/**
 * Counts the next positions of all careers, by context.
 *
 * @param halfLifeYears the age at which a move counts half; null if age does not matter
 */
export function countTransitions(
  careers: readonly Career[],
  now: number,
  halfLifeYears: number | null,
): Map<string, Transitions> {
  const transitions = new Map<string, Transitions>();
  for (const career of careers) {
    for (const [id, careerMoves] of movesOf(career, now, halfLifeYears)) {
      const entry = transitions.get(id) ?? { total: 0, moves: new Map<string, Move>() };
      transitions.set(id, entry);
      for (const [title, { weight, days }] of careerMoves) {
        const move = entry.moves.get(title) ?? { weight: 0, people: 0, days: [] };
        entry.moves.set(title, move);
        entry.total += weight;
        move.weight += weight;
        move.people += 1;
        move.days.push(...days);
      }
    }
  }
  return transitions;
}

export function lookupIn(transitions: ReadonlyMap<string, Transitions>): TransitionLookup {
  return (id) => {
    const entry = transitions.get(id);
    return entry && { total: entry.total, weightOf: (title) => entry.moves.get(title)?.weight ?? 0 };
  };
}

/** Like {@link lookupIn}, without what one of the careers contributed. */
export function lookupWithout(
  career: Career,
  transitions: ReadonlyMap<string, Transitions>,
  now: number,
  halfLifeYears: number | null,
): TransitionLookup {
  const excluded = movesOf(career, now, halfLifeYears);
  return (id) => {
    const entry = transitions.get(id);
    if (entry === undefined) return undefined;
    const own = excluded.get(id);
    const total = [...(own?.values() ?? [])].reduce((sum, { weight }) => sum - weight, entry.total);
    if (total < ROUNDING_ERROR) return undefined;
    return {
      total,
      weightOf: (title) =>
        Math.max(0, (entry.moves.get(title)?.weight ?? 0) - (own?.get(title)?.weight ?? 0)),
    };
  };
}

const mostFrequent = new WeakMap<Transitions, string[]>();

/** Keys of the titles most often moved to, the most frequent {@link MAX_MOVES}; remembered per object. */
export function topMoves(transitions: Transitions | undefined): string[] {
  if (transitions === undefined) return [];
  const cached = mostFrequent.get(transitions);
  if (cached !== undefined) return cached;
  const titles = [...transitions.moves]
    .sort(([keyA, a], [keyB, b]) => b.weight - a.weight || (keyA < keyB ? -1 : 1))
    .slice(0, MAX_MOVES)
    .map(([title]) => title);
  mostFrequent.set(transitions, titles);
  return titles;
}

/** The age of a move in half-lives; one if it is unknown. */
function halfLives(start: number | null, now: number, halfLifeYears: number): number {
  return start === null ? 1 : Math.max(0, now - start) / YEAR_MS / halfLifeYears;
}

function movesOf(career: Career, now: number, halfLifeYears: number | null): CareerMoves {
  const moves: CareerMoves = new Map();
  for (const [next, { title, start }] of career.positions.entries()) {
    const weight = halfLifeYears === null ? 1 : 2 ** -halfLives(start, now, halfLifeYears);
    const before = career.positions[next - 1]?.start ?? null;
    for (const { kind, id } of contextsOf(career, next)) {
      const inContext = moves.get(id) ?? new Map<string, { weight: number; days: number[] }>();
      moves.set(id, inContext);
      const move = inContext.get(title.key) ?? { weight: 0, days: [] };
      inContext.set(title.key, move);
      move.weight += weight;
      if (kind === 'after' && start !== null && before !== null) move.days.push((start - before) / DAY_MS);
    }
  }
  return moves;
}
