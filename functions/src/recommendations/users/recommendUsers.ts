import {
  mostAlike,
  newestClassmates,
  readRequester,
  reason,
  refreshIfOverdue,
  type Requester,
  type Candidate,
  type Card,
} from '../../people/index.ts';
import type { RankingContext, Recommendation, Recommender } from '../recommender.ts';
import type { ModelInUse } from '../../learning/modelRegistry.ts';
import { contributions, likelihood, userRankingModel, type Signals, type Weights } from './rank.ts';
import { readRelations, type Relations } from './relations.ts';

/** People with connections in common that are looked at. */
const THROUGH_OTHERS = 100;

/**
 * The people whom the caller will likely meet or connect with: those most like them, and those with
 * connections in common; where there are too few, those who joined last. Students and alumni, and people whose
 * role is not known; never those to whom there is a connection or a request already.
 */
export const recommendUsers: Recommender = async (context, limit) => {
  const { sql, uid, now } = context;
  const [current, relations, model] = await Promise.all([
    readRequester(sql, uid),
    readRelations(sql, uid, THROUGH_OTHERS),
    userRankingModel.inUse(sql),
  ]);
  const refreshed = await refreshIfOverdue(sql, now, current.refreshedAt);
  const requester = refreshed ? await readRequester(sql, uid) : current;
  const likely = (await candidates(context, requester, relations, limit))
    .filter(({ id }) => !relations.known.has(id))
    .map((candidate) => recommendation(candidate, requester, relations, model))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, limit);
  if (likely.length === limit || context.among !== null) return likely;
  const known = new Set([...relations.known, ...likely.map(({ id }) => id)]);
  const newest = await newestClassmates(sql, requester, EVERYBODY, limit + known.size);
  const others = newest
    .filter(({ id }) => !known.has(id))
    .slice(0, limit - likely.length)
    .map((card) => recommendation({ ...card, score: 0, shared: [] }, requester, relations, model));
  return [...likely, ...others].sort((a, b) => b.score - a.score);
};

const EVERYBODY = { department: null, role: null, among: null };

async function candidates(
  { sql, among }: RankingContext,
  requester: Requester,
  { known, common }: Relations,
  limit: number,
): Promise<Candidate[]> {
  if (among !== null) return mostAlike(sql, requester, { ...EVERYBODY, among }, among.length);
  const [alike, throughOthers] = await Promise.all([
    // Who is known already takes no place.
    mostAlike(sql, requester, EVERYBODY, limit + known.size),
    common.size === 0
      ? []
      : mostAlike(sql, requester, { ...EVERYBODY, among: [...common.keys()] }, common.size),
  ]);
  const found = new Set(alike.map(({ id }) => id));
  return [...alike, ...throughOthers.filter((other) => !found.has(other.id) && isShown(other))];
}

/** As for everybody, of whom no names are given: see mostAlike. */
function isShown({ role }: Card): boolean {
  return role === null || role === 'student' || role === 'alumni';
}

function recommendation(
  { id, name, department, score: similarity, shared }: Candidate,
  requester: Requester,
  { common }: Relations,
  { version, parameters: weights }: ModelInUse<Weights>,
): Recommendation {
  const classmate = department !== null && department === requester.department;
  const inCommon = common.get(id) ?? 0;
  const signals = { similarity, common: Math.log(1 + inCommon), classmate: Number(classmate) };
  // What they share says more than that they share a department.
  const kind = strongest({ ...signals, classmate: Number(classmate && shared.length === 0) }, weights);
  return {
    id,
    title: name,
    score: likelihood(signals, weights),
    reasonKind: kind === 'similarity' ? (shared[0]?.kind ?? 'crowd') : KINDS[kind],
    reason: kind === 'similarity' ? reason(shared) : SENTENCES[kind](inCommon),
    group: department,
    until: null,
    modelVersion: version,
    signals: { ...signals },
  };
}

type Other = Exclude<keyof Signals, 'similarity'> | 'nothing';

const KINDS: Record<Other, string> = {
  common: 'connections',
  classmate: 'department',
  nothing: 'new',
};

const SENTENCES: Record<Other, (common: number) => string> = {
  common: (common) =>
    common === 1 ? 'You have a connection in common.' : `You have ${String(common)} connections in common.`,
  classmate: () => 'You are in the same department.',
  nothing: () => 'New here.',
};

function strongest(signals: Signals, weights: Weights): keyof Signals | 'nothing' {
  const [[name, value] = ['nothing', 0] as const] = Object.entries(contributions(signals, weights)).sort(
    ([, a], [, b]) => b - a,
  ) as [keyof Signals, number][];
  return value > 0 ? name : 'nothing';
}
