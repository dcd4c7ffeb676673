import { logger } from '../../platform/logger.ts';
import type { Embedder } from '../../platform/embedders/embedder.ts';
import { redactError, type Sql } from '../../platform/postgres.ts';
import type { SearchFilter } from './candidateFilter.ts';
import { DocumentScorer, type DocumentScore } from './documentScorer.ts';
import { expandQuery, type Expansion } from './expandQuery.ts';
import { lexicalCandidates } from './lexicalCandidates.ts';
import { nameMatches, type NameMatch } from './nameMatches.ts';
import { cosine, estimatedCosine, signature } from './quantisedVector.ts';
import { candidatesById, type SearchCandidate } from './searchCandidate.ts';
import { buildSearchQuery, type SearchQuery } from './searchQuery.ts';
import { readVectors, semanticCandidates } from './semanticCandidates.ts';
import { currentVocabulary, type IndexState, type Vocabulary } from './vocabulary.ts';

/** Candidates scored, at least: by words and by meaning. */
const MIN_LEXICAL_CANDIDATES = 400;
const MIN_SEMANTIC_CANDIDATES = 200;

/** Candidates whose embeddings are compared exactly; the others are compared by signature. */
const MAX_EXACT_COMPARISONS = 200;

/** Synonyms embedded with the query: at most this many, each standing for at least this share of it. */
const MAX_EMBEDDED_SYNONYMS = 4;
const MIN_EMBEDDED_SHARE = 0.5;

/** Characters of the query that are embedded, as the model reads them: ﷺ is 18. */
const MAX_EMBEDDED_CHARACTERS = 300;

export interface RankedPerson {
  id: string;
  /** 0 to 1. */
  score: number;
  /** The index of the expansion that the person's text is closest to; -1 for none. */
  expansion: number;
}

export interface Ranking {
  ranked: RankedPerson[];
  query: SearchQuery;
  vocabulary: Vocabulary;
}

/**
 * Everyone who matches a query, highest score first, ties by id: about 600 people at most. The candidates are the same
 * for every page, so that pages fit together.
 *
 * @param filter.candidates ranks only these people, and lists them even if they do not match; null for everyone
 * @param embedder if it fails, people are ranked by words alone
 */
export async function rankPeople(
  sql: Sql,
  text: string,
  { candidates: candidateIds, ...filter }: SearchFilter & { candidates: string[] | null },
  limit: number,
  state: IndexState,
  embedder: () => Promise<Embedder>,
): Promise<Ranking> {
  const named = nameMatches(sql, text, filter, candidateIds);
  const expansions = expandQuery(sql, text);
  const embedding = expansions.then((expanded) => embedQuery(text, expanded, embedder));
  const lexical = Promise.all([currentVocabulary(sql, state), expansions, embedding, named]).then(
    async ([vocabulary, expanded, vector, names]) => {
      const query = buildSearchQuery(text, expanded, vocabulary);
      const querySignature = vector && signature(vector);
      const lexicalLimit = Math.max(MIN_LEXICAL_CANDIDATES, limit);
      const candidates =
        candidateIds === null
          ? await lexicalCandidates(sql, query.variants, vocabulary, querySignature, filter, lexicalLimit)
          : await candidatesById(sql, candidateIds, querySignature);
      const found = new Set(candidates.map(({ id }) => id));
      const missed = [...names.keys()].filter((id) => !found.has(id));
      if (missed.length > 0) candidates.push(...(await candidatesById(sql, missed, querySignature)));
      return { query, vocabulary, vector, candidates, names };
    },
  );
  // Concurrently, on a connection of its own.
  const semantic = embedding.then((vector) =>
    vector === null || candidateIds !== null
      ? []
      : semanticCandidates(
          sql,
          signature(vector),
          filter,
          state.people,
          Math.max(MIN_SEMANTIC_CANDIDATES, limit),
        ),
  );
  const [{ query, vocabulary, vector, candidates, names }, closest] = await Promise.all([lexical, semantic]);
  const distinct = new Map([...closest, ...candidates].map((candidate) => [candidate.id, candidate]));
  const scorer = new DocumentScorer(query, vocabulary);
  const ranked = (await scoreCandidates(sql, [...distinct.values()], scorer, vector, names))
    .filter(({ score }) => score.isMatch || candidateIds !== null)
    .map(({ id, score: { score, expansion } }) => ({ id, score, expansion }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  return { ranked, query, vocabulary };
}

/** The scores of all candidates: exact for the best, estimated from signatures for the others. */
async function scoreCandidates(
  sql: Sql,
  candidates: SearchCandidate[],
  scorer: DocumentScorer,
  vector: Float32Array | null,
  names: Map<string, NameMatch>,
): Promise<{ id: string; score: DocumentScore }[]> {
  const scored = candidates
    .map(({ id, words, distance }) => {
      const lexical = scorer.scoreWords(words);
      const estimate = distance === null ? null : estimatedCosine(distance);
      return { id, lexical, score: scorer.combine(lexical, estimate, names.get(id)) };
    })
    .sort((a, b) => b.score.score - a.score.score);
  if (vector === null) return scored;
  const best = scored.slice(0, MAX_EXACT_COMPARISONS);
  const vectors = await readVectors(
    sql,
    best.map(({ id }) => id),
  );
  for (const candidate of best) {
    const bytes = vectors.get(candidate.id);
    if (bytes === undefined) continue;
    candidate.score = scorer.combine(candidate.lexical, cosine(vector, bytes), names.get(candidate.id));
  }
  return scored;
}

/**
 * Embeds the query together with a few synonyms; null if that fails. A short query alone is ambiguous; more synonyms
 * add little and take longer.
 */
async function embedQuery(
  text: string,
  expansions: Expansion[],
  embedder: () => Promise<Embedder>,
): Promise<Float32Array | null> {
  const synonyms = expansions
    .filter(({ isRelated, share }) => !isRelated && share >= MIN_EMBEDDED_SHARE)
    .slice(0, MAX_EMBEDDED_SYNONYMS);
  try {
    const model = await embedder();
    const read = text.normalize('NFKC').slice(0, MAX_EMBEDDED_CHARACTERS);
    const [vector] = await model.embed([[read, ...synonyms.map((synonym) => synonym.text)].join(', ')]);
    return vector ?? null;
  } catch (error) {
    logger.warn('query could not be embedded, ranking by words alone', redactError(error));
    return null;
  }
}
