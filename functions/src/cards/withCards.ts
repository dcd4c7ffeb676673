/**
 * Entries of a list, each with its card under `name` in place of the id. Entries without a card are left out, as about
 * what is deleted.
 */
export function withCards<Name extends string, Card, Entry extends { id: string }>(
  name: Name,
  cards: ReadonlyMap<string, Card>,
  entries: readonly Entry[],
): (Record<Name, Card> & Omit<Entry, 'id'>)[] {
  return entries.flatMap(({ id, ...entry }) => {
    const card = cards.get(id);
    return card === undefined ? [] : [{ [name]: card, ...entry } as Record<Name, Card> & Omit<Entry, 'id'>];
  });
}
