import { DAY_MS, YEAR_MS } from '../../learning/calendar.ts';
import { contextsOf, type Career, type Context } from './career.ts';
import type { Component } from './mixture.ts';

/** What those in one situation did next. */
export interface Tally {
  /** Sum of the moves' weights: people, of whom those of long ago count less. */
  total: number;
  /** By the key of the title that came next. */
  moves: Map<string, Move>;
}

interface Move {
  weight: number;
  people: number;
  /** How long each held what they left, in days. */
  days: number[];
}

/** What everybody did next, by the situation. */
export function tally(
  careers: readonly Career[],
  now: number,
  halfLifeYears: number | null,
): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const career of careers) {
    for (const [id, moves] of ownMoves(career, now, halfLifeYears)) {
      const entry = tallies.get(id) ?? { total: 0, moves: new Map<string, Move>() };
      tallies.set(id, entry);
      for (const [title, { weight, days }] of moves) {
        const move = entry.moves.get(title) ?? { weight: 0, people: 0, days: [] };
        entry.moves.set(title, move);
        entry.total += weight;
        move.weight += weight;
        move.people += 1;
        move.days.push(...days);
      }
    }
  }
  return tallies;
}

/** What one person adds to the tallies. */
export function ownMoves(
  career: Career,
  now: number,
  halfLifeYears: number | null,
): Map<string, Map<string, { weight: number; days: number[] }>> {
  const own = new Map<string, Map<string, { weight: number; days: number[] }>>();
  for (const [next, { title, start }] of career.held.entries()) {
    const years = Math.max(0, now - start) / YEAR_MS;
    const weight = halfLifeYears === null ? 1 : 2 ** (-years / halfLifeYears);
    const before = career.held[next - 1];
    for (const { kind, id } of contextsOf(career, next)) {
      const moves = own.get(id) ?? new Map<string, { weight: number; days: number[] }>();
      own.set(id, moves);
      const move = moves.get(title.key) ?? { weight: 0, days: [] };
      moves.set(title.key, move);
      move.weight += weight;
      if (kind === 'after' && before !== undefined) move.days.push((start - before.start) / DAY_MS);
    }
  }
  return own;
}

/** How a situation's tally is found; undefined for one that nobody was in. */
export type Lookup = (id: string) => { total: number; weight: (title: string) => number } | undefined;

/** What the situations of each kind say together. Those that nobody was in say nothing, and are left out. */
export function componentsOf(contexts: readonly Context[], lookup: Lookup): Component[] {
  return [...Map.groupBy(contexts, ({ kind }) => kind)].flatMap(([kind, own]) => {
    const found = own.flatMap(({ id, weight }) => {
      const entry = lookup(id);
      return entry === undefined || entry.total <= 0 ? [] : { ...entry, factor: weight };
    });
    const evidence = found.reduce((sum, { total, factor }) => sum + factor * total, 0);
    if (evidence <= 0) return [];
    const share = (title: string): number =>
      found.reduce((sum, { weight, factor }) => sum + factor * weight(title), 0) / evidence;
    return { kind, evidence, share };
  });
}
