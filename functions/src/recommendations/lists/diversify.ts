/** What diversification needs of a list's items. `group` is what the list must not be full of. */
interface Item {
  score: number;
  group: string | null;
}

/** An item may displace another one when its score is at least this part of the other's. */
export const CLOSE = 0.75;

/** The most of a list that one group may fill while others score close; at least one place. */
const MAX_SHARE = 1 / 3;

/**
 * The best `limit` items in the order of the ranking, in which no group has more than a third of the places while
 * others score close. Items without a group are never too many.
 *
 * @param ranked the best first
 */
export function diversify<Ranked extends Item>(ranked: readonly Ranked[], limit: number): Ranked[] {
  const capacity = groupCapacity(limit);
  const counts = new Map<string | null, number>();
  const isFull = ({ group }: Ranked): boolean => group !== null && (counts.get(group) ?? 0) >= capacity;
  const left = new Set(ranked);
  const chosen = new Set<Ranked>();
  while (chosen.size < limit && left.size > 0) {
    let best: Ranked | undefined;
    for (const item of left) {
      best ??= item;
      // From here on no item scores close to the best.
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

/**
 * Whether ranking deeper could change a diversified list. An item further down gets in by its score alone, or into a
 * crowded list by scoring close.
 *
 * @param list of `limit` places
 * @param lowest the score of the last item that was ranked
 */
export function canImprove(list: readonly Item[], limit: number, lowest: number): boolean {
  if (list.length < limit) return true;
  const last = list.at(-1)?.score ?? 0;
  return lowest > last * (isCrowded(list, limit) ? CLOSE : 1);
}

/** Whether a group has more than a third of a list, for want of others that score close. */
export function isCrowded(list: readonly Item[], limit: number): boolean {
  const groups = Map.groupBy(
    list.filter(({ group }) => group !== null),
    ({ group }) => group,
  );
  return groups.values().some((items) => items.length > groupCapacity(limit));
}

function groupCapacity(limit: number): number {
  return Math.max(1, Math.floor(limit * MAX_SHARE));
}
