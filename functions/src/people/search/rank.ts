import { logger } from 'firebase-functions';
import type { Embedder } from '../../platform/embedders/embedder.ts';
import { withoutContents, type Sql } from '../../platform/postgres.ts';
import { byMeaning, byWords, readCandidates, readVectors, type Filter } from './candidates.ts';
import { questionOf, type Question } from './question.ts';
import { Scorer } from './score.ts';
import { cosine, estimatedCosine, signature } from './vector.ts';
import { vocabularyOf, type State, type Vocabulary } from './vocabulary.ts';
import { widen } from './widen.ts';

/** People that are looked at of those who share words, and again of those whose text means alike, at least. */
const LOOKED_AT = 500;

/** Of how many the meaning is compared exactly; of the others by the signatures alone. */
const EXACT = 300;

/** Somebody who fits, with how well. */
export interface Ranked {
  id: string;
  /** From 0 to 1. */
  score: number;
  /** The other name that their text is nearest to, by its place in the question; -1 for none. */
  phrase: number;
}

export interface Ranking {
  ranked: Ranked[];
  question: Question;
  vocabulary: Vocabulary;
}

/**
 * Everybody who fits a question, the best first, equal scores in the order of their ids: at most about 1,000.
 * Candidates come from the index of words and from the signatures; as many for every page, so that pages fit
 * together.
 *
 * @param embedder without one that works, words alone decide
 */
export async function rank(
  sql: Sql,
  query: string,
  filter: Filter,
  limit: number,
  state: State,
  embedder: () => Promise<Embedder>,
): Promise<Ranking> {
  const depth = Math.max(LOOKED_AT, limit);
  const meaning = meaningOf(query, embedder);
  const [vocabulary, phrases] = await Promise.all([vocabularyOf(sql, state), widen(sql, query)]);
  const question = questionOf(query, phrases, vocabulary);
  const [worded, meant] = await Promise.all([
    byWords(sql, question.variants, vocabulary, filter, depth),
    meaning.then(async (vector) => (vector === null ? [] : byMeaning(sql, signature(vector), filter, depth))),
  ]);
  const ids = [...new Set([...worded, ...meant, ...(filter.among ?? [])])];
  const vector = await meaning;
  const candidates = await readCandidates(sql, ids, vector === null ? null : signature(vector));
  const scorer = new Scorer(question, vocabulary);
  const scored = candidates.map((candidate) => {
    const { distance } = candidate;
    const estimate = distance === null ? null : estimatedCosine(distance);
    return { candidate, likeness: scorer.score(candidate.words, estimate) };
  });
  scored.sort((a, b) => b.likeness.score - a.likeness.score);
  if (vector !== null) {
    const first = scored.slice(0, EXACT);
    const vectors = await readVectors(
      sql,
      first.map(({ candidate }) => candidate.id),
    );
    for (const one of first) {
      const bytes = vectors.get(one.candidate.id);
      if (bytes !== undefined) one.likeness = scorer.score(one.candidate.words, cosine(vector, bytes));
    }
  }
  const ranked = scored
    .filter(({ likeness }) => likeness.fits || filter.among !== null)
    .map(({ candidate: { id }, likeness: { score, phrase } }) => ({ id, score, phrase }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  return { ranked, question, vocabulary };
}

/** What the question means; null when that cannot be computed. */
async function meaningOf(query: string, embedder: () => Promise<Embedder>): Promise<Float32Array | null> {
  try {
    const [vector] = await (await embedder()).embed([query]);
    return vector ?? null;
  } catch (error) {
    logger.error('the meaning of a question cannot be computed: words alone decide', withoutContents(error));
    return null;
  }
}
