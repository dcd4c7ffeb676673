import { HOUR_MS } from '../../learning/calendar.ts';
import type { RankingContext, RecommendationType } from '../recommender.ts';
import { makeList, shortenList } from './makeList.ts';
import { readTargets, type Target } from './readTargets.ts';
import {
  LIFETIME_HOURS,
  readStoredList,
  storeList,
  type ListEntry,
  type StoredList,
  type UnstoredList,
} from './storedLists.ts';

/** Length of a stored list. Longer ones are made on each request. */
const STORED_LENGTH = 20;

/** An entry of a list, with the card of what it recommends. */
type ListedTarget = ListEntry & { target: Target };

/**
 * Somebody's recommendations, the best first. They come from the stored list while nothing has changed since it was
 * made; otherwise a new list is made, and stored if it is kept. `asOf` is when the nightly statistics or model behind
 * the list were made; null before the first night.
 *
 * @throws DomainError `not-found` when they have no profile.
 */
export async function getRecommendations(
  context: RankingContext,
  type: RecommendationType,
  limit: number,
  { isKept }: { isKept: boolean },
): Promise<{ asOf: Date | null; list: ListedTarget[] }> {
  if (limit > STORED_LENGTH) {
    const { asOf, entries } = await newList(context, type, limit);
    return { asOf, list: await withTargets(context, type, entries) };
  }
  const { stored, readAt } = await readStoredList(context, type);
  if (stored !== null) {
    const list = await withTargets(context, type, stored.entries);
    // A stored list that is not full holds everything there was.
    if (list.length >= limit || stored.entries.length < STORED_LENGTH)
      return { asOf: stored.asOf, list: shortenList(list, limit) };
  }
  const { asOf, entries } = isKept
    ? await renewList(context, type, readAt)
    : await newList(context, type, STORED_LENGTH);
  return { asOf, list: shortenList(await withTargets(context, type, entries), limit) };
}

/**
 * Makes the caller's list and stores it.
 *
 * @param readAt the database's time before anything was read for the list
 */
export async function renewList(
  context: RankingContext,
  type: RecommendationType,
  readAt: Date,
): Promise<StoredList> {
  const list = await newList(context, type, STORED_LENGTH);
  await storeList(context, type, list, readAt);
  return list;
}

async function newList(
  context: RankingContext,
  type: RecommendationType,
  limit: number,
): Promise<UnstoredList> {
  const end = new Date(context.now.getTime() + LIFETIME_HOURS * HOUR_MS);
  const { asOf, list } = await makeList(context, type, limit);
  const entries = list.map(({ id, score, reasonKind, reason, group, modelVersion, until, signals }) => ({
    id,
    score,
    reasonKind,
    reason,
    group,
    modelVersion,
    signals,
    expiresAt: until === null || until > end ? end : until,
  }));
  return { asOf, entries };
}

/** Adds the cards; leaves out what has begun, was joined or was deleted since the list was made. */
async function withTargets(
  context: RankingContext,
  type: RecommendationType,
  entries: readonly ListEntry[],
): Promise<ListedTarget[]> {
  const unexpired = entries.filter(({ expiresAt }) => expiresAt > context.now);
  const targets = await readTargets(
    context,
    type,
    unexpired.map(({ id }) => id),
  );
  return unexpired.flatMap((entry) => {
    const target = targets.get(entry.id);
    return target === undefined ? [] : [{ ...entry, target }];
  });
}
