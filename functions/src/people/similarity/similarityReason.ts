import { joinNames } from '../../platform/text/joinNames.ts';
import { isEvent, type Trait, type VisitBasis } from './trait.ts';

/** Names listed before the rest is counted. */
const MAX_LISTED = 3;

/** A sentence that tells the user why a person is listed, and of events whether it is known that the two were there. */
export function similarityReason(shared: readonly Trait[]): string {
  const titlesOf = (basis: VisitBasis): string[] =>
    namesOf(shared.filter((trait) => isEvent(trait) && trait.basis === basis)).map((title) => `“${title}”`);
  const clauses = [
    ...clauseFor(namesOf(ofKind(shared, 'skill')), (names) => `have ${names} in common`),
    ...clauseFor(titlesOf('checked-in'), (names) => `went to ${names}`),
    ...clauseFor(titlesOf('attended'), (names) => `have ${names} in your histories`),
    ...clauseFor(titlesOf('going'), (names) => `signed up for ${names}`),
    ...clauseFor(namesOf(ofKind(shared, 'interest')), (names) => `post about ${names}`),
  ];
  if (clauses.length === 0) return 'Your circles at events are close.';
  return `You both ${joinNames(clauses)}.`;
}

function ofKind(shared: readonly Trait[], kind: Trait['kind']): Trait[] {
  return shared.filter((trait) => trait.kind === kind);
}

/** Events of a series have the same title, which is named once. */
function namesOf(traits: readonly Trait[]): string[] {
  return [...new Set(traits.map(({ name }) => name))];
}

function clauseFor(names: string[], clause: (names: string) => string): string[] {
  if (names.length === 0) return [];
  const rest = names.length - MAX_LISTED;
  // "and 1 more" would not be shorter than the name.
  if (rest <= 1) return [clause(joinNames(names))];
  return [clause(joinNames([...names.slice(0, MAX_LISTED), `${String(rest)} more`]))];
}
