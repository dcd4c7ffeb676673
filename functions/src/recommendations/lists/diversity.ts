/** What may stand in a list: `group` is what the list should not be full of. */
interface Listed {
  score: number;
  group: string | null;
}

/** Others score close when they reach this part of the score of the one whose place they take. */
export const CLOSE = 0.75;

/** How much of a list one group may have, as long as others score close; at least one place. */
const SHARE = 1 / 3;

/**
 * The best `limit` of a ranking, in its order, in which no group has more than a third as long as others score
 * close. Who has no group is never too much.
 *
 * @param ranked the best first
 */
export function diversify<Item extends Listed>(ranked: Item[], limit: number): Item[] {
  const most = mostOfAGroup(limit);
  const counts = new Map<string | null, number>();
  const isFull = ({ group }: Item): boolean => group !== null && (counts.get(group) ?? 0) >= most;
  const left = new Set(ranked);
  const chosen = new Set<Item>();
  while (chosen.size < limit && left.size > 0) {
    let best: Item | undefined;
    for (const item of left) {
      best ??= item;
      // From here on nobody scores close to the best.
      if (item.score < CLOSE * best.score) break;
      if (!isFull(item)) {
        best = item;
        break;
      }
    }
    if (best === undefined) break;
    left.delete(best);
    chosen.add(best);
    counts.set(best.group, (counts.get(best.group) ?? 0) + 1);
  }
  return ranked.filter((item) => chosen.has(item));
}

/** Whether some group has more than a third of the places of a list, for want of others that score close. */
export function isCrowded(list: Listed[], limit: number): boolean {
  const groups = Map.groupBy(
    list.filter(({ group }) => group !== null),
    ({ group }) => group,
  );
  return groups.values().some((own) => own.length > mostOfAGroup(limit));
}

function mostOfAGroup(limit: number): number {
  return Math.max(1, Math.floor(limit * SHARE));
}
