import {
  type Candidate,
  findSimilarPeople,
  newestPeople,
  readRequester,
  similarityReason,
  type Requester,
  type SimilarPerson,
} from '../../people/index.ts';
import type { ModelInUse } from '../../learning/modelRegistry.ts';
import type { Sql } from '../../platform/postgres.ts';
import type { PrepareRecommender, Recommendation } from '../recommender.ts';
import { readConnections, type Connections } from './readConnections.ts';
import {
  contributionsOf,
  likelihoodOf,
  userRankingModel,
  type UserSignals,
  type UserWeights,
} from './userSignals.ts';

/** People with mutual connections that are considered. */
const MAX_MUTUAL = 100;

/** What ranking people for one student takes. */
interface Preparation {
  sql: Sql;
  requester: Requester;
  connections: Connections;
  model: ModelInUse<UserWeights>;
}

/**
 * Ranks the people whom the student is likely to meet or connect with: those most like them and those with mutual
 * connections; when there are too few, the newest members. Students, alumni and people without a role; never
 * somebody to whom there is a connection or a request already.
 */
export const recommendUsers: PrepareRecommender = async ({ sql, uid }, candidates) => {
  const [requester, connections, model] = await Promise.all([
    readRequester(sql, uid),
    readConnections(sql, uid, MAX_MUTUAL),
    userRankingModel.inUse(sql),
  ]);
  const preparation = { sql, requester, connections, model };
  const asOf = requester.refreshedAt;
  if (candidates !== null) {
    const all = await findSimilarPeople(
      sql,
      requester,
      { ...EVERYBODY, candidates: [...candidates] },
      candidates.length,
    );
    const ranked = rankPeople(all, preparation);
    return { asOf, take: (count) => Promise.resolve(ranked.slice(0, count)) };
  }
  let mutual: Promise<SimilarPerson[]> | undefined;
  return {
    asOf,
    async take(count) {
      mutual ??= mutualCandidates(preparation);
      const [alike, throughOthers] = await Promise.all([
        // People the student knows take no places.
        findSimilarPeople(sql, requester, EVERYBODY, count + connections.known.size),
        mutual,
      ]);
      const found = new Set(alike.map(({ id }) => id));
      const all = [...alike, ...throughOthers.filter(({ id }) => !found.has(id))];
      const likely = rankPeople(all, preparation).slice(0, count);
      if (likely.length === count) return likely;
      const newest = await newestMembers(preparation, likely, count);
      return [...likely, ...newest].sort((a, b) => b.score - a.score);
    },
  };
};

const EVERYBODY = { departmentKey: null, role: null, candidates: null };

async function mutualCandidates({ sql, requester, connections }: Preparation): Promise<SimilarPerson[]> {
  if (connections.mutual.size === 0) return [];
  const candidates = [...connections.mutual.keys()];
  const people = await findSimilarPeople(sql, requester, { ...EVERYBODY, candidates }, candidates.length);
  return people.filter(isShown);
}

/** The roles that are listed when no candidates are named; see findSimilarPeople. */
function isShown({ role }: Candidate): boolean {
  return role === null || role === 'student' || role === 'alumni';
}

function rankPeople(candidates: SimilarPerson[], preparation: Preparation): Recommendation[] {
  return candidates
    .filter(({ id }) => !preparation.connections.known.has(id))
    .map((candidate) => recommendation(candidate, preparation))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

/** Fills a list that is too short up to `count`. */
async function newestMembers(
  preparation: Preparation,
  likely: readonly Recommendation[],
  count: number,
): Promise<Recommendation[]> {
  const { sql, requester, connections } = preparation;
  const excluded = new Set([...connections.known, ...likely.map(({ id }) => id)]);
  const newest = await newestPeople(sql, requester, EVERYBODY, count + excluded.size);
  return newest
    .filter(({ id }) => !excluded.has(id))
    .slice(0, count - likely.length)
    .map((candidate) => recommendation({ ...candidate, score: 0, shared: [] }, preparation));
}

function recommendation(
  { id, departmentKey, score: similarity, shared }: SimilarPerson,
  { requester, connections, model: { version, parameters: weights } }: Preparation,
): Recommendation {
  const isClassmate = departmentKey !== null && departmentKey === requester.departmentKey;
  const mutual = connections.mutual.get(id) ?? 0;
  const signals = {
    similarity,
    mutualConnections: Math.log(1 + mutual),
    sameDepartment: Number(isClassmate),
  };
  // What the two share says more than the department they share.
  const kind = strongest({ ...signals, sameDepartment: Number(isClassmate && shared.length === 0) }, weights);
  return {
    id,
    score: likelihoodOf(signals, weights),
    reasonKind: kind === 'similarity' ? (shared[0]?.kind ?? 'same-people') : KINDS[kind],
    reason: kind === 'similarity' ? similarityReason(shared) : SENTENCES[kind](mutual),
    group: departmentKey,
    until: null,
    modelVersion: version,
    signals: { ...signals },
  };
}

type OtherReason = Exclude<keyof UserSignals, 'similarity'> | 'nothing';

const KINDS: Record<OtherReason, string> = {
  mutualConnections: 'connections',
  sameDepartment: 'department',
  nothing: 'new',
};

const SENTENCES: Record<OtherReason, (mutual: number) => string> = {
  mutualConnections: (mutual) =>
    mutual === 1 ? 'You have a connection in common.' : `You have ${String(mutual)} connections in common.`,
  sameDepartment: () => 'You are in the same department.',
  nothing: () => 'New here.',
};

/** The signal that adds most to the score. */
function strongest(signals: UserSignals, weights: UserWeights): keyof UserSignals | 'nothing' {
  const [[name, value] = ['nothing', 0] as const] = Object.entries(contributionsOf(signals, weights)).sort(
    ([, a], [, b]) => b - a,
  ) as [keyof UserSignals, number][];
  return value > 0 ? name : 'nothing';
}
