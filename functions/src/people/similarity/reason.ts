import type { Trait } from './requester.ts';

/** Names that a sentence lists before it counts the others. */
const LISTED = 3;

const list = new Intl.ListFormat('en');

/** Why somebody is in the list, in a sentence for the app to show. */
export function reason(shared: Trait[]): string {
  const names = (kind: Trait['kind']): string[] =>
    shared.filter((trait) => trait.kind === kind).map(({ name }) => name);
  const titles = names('event').map((title) => `“${title}”`);
  const parts = [
    ...some(names('skill'), (listed) => `have ${listed} in common`),
    ...some(titles, (listed) => `go to ${listed}`),
    ...some(names('interest'), (listed) => `post about ${listed}`),
  ];
  if (parts.length === 0) return 'You go to the events of the same people.';
  return `You both ${list.format(parts)}.`;
}

function some(names: string[], sentence: (names: string) => string): string[] {
  if (names.length === 0) return [];
  const others = names.length - LISTED;
  // Naming all is shorter than counting one.
  if (others <= 1) return [sentence(list.format(names))];
  return [sentence(list.format([...names.slice(0, LISTED), `${String(others)} more`]))];
}
