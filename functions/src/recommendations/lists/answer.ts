import { HOUR_MS } from '../../learning/calendar.ts';
import type { RankingContext, RecommendationType } from '../recommender.ts';
import { diversify } from './diversity.ts';
import { makeList } from './list.ts';
import { LIFETIME_HOURS, readStored, storeList, type Listed, type Made } from './stored.ts';
import { readTargets, type Target } from './targets.ts';

/** Length of the lists that are kept; what asks for more is computed each time. */
const KEPT = 20;

/** An entry of a list, with what the app shows of it. */
export type Shown = Listed & { target: Target };

/**
 * What is recommended to the caller: from the list that is kept, as long as nothing has changed since it was
 * made; otherwise from a new one, which is kept.
 *
 * @throws DomainError when there is no such person.
 */
export async function recommend(
  context: RankingContext,
  type: RecommendationType,
  limit: number,
): Promise<Shown[]> {
  if (context.among !== null || limit > KEPT)
    return shownOf(context, type, await newList(context, type, limit));
  const { list, readAt } = await readStored(context, type);
  if (list !== null) {
    const shown = await shownOf(context, type, list);
    // A list that was not full was all there is.
    if (shown.length >= limit || list.length < KEPT) return diversify(shown, limit);
  }
  const made = await renew(context, type, readAt);
  return diversify(await shownOf(context, type, made), limit);
}

/**
 * Makes a list and keeps it.
 *
 * @param readAt the database's time, before anything is read for it
 */
export async function renew(
  context: RankingContext,
  type: RecommendationType,
  readAt: Date,
): Promise<Listed[]> {
  const list = await newList(context, type, KEPT);
  await storeList(context, type, list, readAt);
  return list;
}

async function newList(context: RankingContext, type: RecommendationType, limit: number): Promise<Made[]> {
  const end = new Date(context.now.getTime() + LIFETIME_HOURS * HOUR_MS);
  const list = await makeList(context, type, limit);
  return list.map(({ id, score, reasonKind, reason, group, modelVersion, until, signals }) => ({
    id,
    score,
    reasonKind,
    reason,
    group,
    modelVersion,
    signals,
    // Tools rank what has begun, too.
    expiresAt: until === null || until > end || until <= context.now ? end : until,
  }));
}

/** Leaves out what has begun, was joined, or is gone since. */
async function shownOf(context: RankingContext, type: RecommendationType, list: Listed[]): Promise<Shown[]> {
  const lasting = list.filter(({ expiresAt }) => expiresAt > context.now);
  const targets = await readTargets(
    context,
    type,
    lasting.map(({ id }) => id),
  );
  return lasting.flatMap((listed) => {
    const target = targets.get(listed.id);
    return target === undefined ? [] : [{ ...listed, target }];
  });
}
