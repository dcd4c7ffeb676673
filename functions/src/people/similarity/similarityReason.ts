import { joinNames } from '../../platform/text/joinNames.ts';
import type { Trait } from './trait.ts';

/** Names listed before the rest is counted. */
const MAX_LISTED = 3;

/** A sentence that tells the user why a person is listed. */
export function similarityReason(shared: Trait[]): string {
  // Events of a series have the same title.
  const namesOf = (kind: Trait['kind']): string[] => [
    ...new Set(shared.filter((trait) => trait.kind === kind).map(({ name }) => name)),
  ];
  const titles = namesOf('event').map((title) => `“${title}”`);
  const clauses = [
    ...clauseFor(namesOf('skill'), (names) => `have ${names} in common`),
    ...clauseFor(titles, (names) => `go to ${names}`),
    ...clauseFor(namesOf('interest'), (names) => `post about ${names}`),
  ];
  if (clauses.length === 0) return 'Your circles at events are close.';
  return `You both ${joinNames(clauses)}.`;
}

function clauseFor(names: string[], clause: (names: string) => string): string[] {
  if (names.length === 0) return [];
  const rest = names.length - MAX_LISTED;
  // "and 1 more" would not be shorter than the name.
  if (rest <= 1) return [clause(joinNames(names))];
  return [clause(joinNames([...names.slice(0, MAX_LISTED), `${String(rest)} more`]))];
}
