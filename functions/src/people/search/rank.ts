import { logger } from '../../platform/logger.ts';
import type { Embedder } from '../../platform/embedders/embedder.ts';
import { redactError, type Sql } from '../../platform/postgres.ts';
import { byIds, byMeaning, byWords, readVectors, type Candidate, type Filter } from './candidates.ts';
import { questionOf, type Question } from './question.ts';
import { Scorer, type Likeness } from './score.ts';
import { cosine, estimatedCosine, signature } from './vector.ts';
import { vocabularyOf, type State, type Vocabulary } from './vocabulary.ts';
import { widen, type Phrase } from './widen.ts';

/** People that are looked at of those who share words, and of those whose text means alike, at least. */
const WORDED = 400;
const MEANT = 200;

/** Of how many the meaning is compared exactly; of the others by the signatures alone. */
const EXACT = 200;

/** Other names that tell what a question means, of those that stand for at least so much of it. */
const TOLD_NAMES = 4;
const TOLD_SHARE = 0.5;

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
 * Everybody who fits a question, the best first, equal scores in the order of their ids: at most about 600.
 * Candidates come from the index of words and from the signatures; as many for every page, so that pages fit
 * together.
 *
 * @param candidates ranks these people alone, and lists them even when they do not fit; null for everybody
 * @param embedder without one that works, words alone decide
 */
export async function rank(
  sql: Sql,
  query: string,
  { candidates: given, ...filter }: Filter & { candidates: string[] | null },
  limit: number,
  state: State,
  embedder: () => Promise<Embedder>,
): Promise<Ranking> {
  const widened = widen(sql, query);
  const meaning = widened.then((phrases) => meaningOf(query, phrases, embedder));
  const terms = Promise.all([vocabularyOf(sql, state), widened, meaning]);
  const worded = terms.then(async ([vocabulary, phrases, vector]) => {
    const question = questionOf(query, phrases, vocabulary);
    const signed = vector && signature(vector);
    const found =
      given === null
        ? await byWords(sql, question.variants, vocabulary, signed, filter, Math.max(WORDED, limit))
        : await byIds(sql, given, signed);
    return { question, vocabulary, vector, found };
  });
  // On a connection of its own, at the same time.
  const meant = meaning.then((vector) =>
    vector === null || given !== null
      ? []
      : byMeaning(sql, signature(vector), filter, state.people, Math.max(MEANT, limit)),
  );
  const [{ question, vocabulary, vector, found }, nearest] = await Promise.all([worded, meant]);
  const candidates = new Map([...nearest, ...found].map((candidate) => [candidate.id, candidate]));
  const ranked = (await scored(sql, [...candidates.values()], new Scorer(question, vocabulary), vector))
    .filter(({ likeness }) => likeness.fits || given !== null)
    .map(({ id, likeness: { score, phrase } }) => ({ id, score, phrase }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  return { ranked, question, vocabulary };
}

/** All of them with how near they are: of the best exactly, of the others about. */
async function scored(
  sql: Sql,
  candidates: Candidate[],
  scorer: Scorer,
  vector: Float32Array | null,
): Promise<{ id: string; likeness: Likeness }[]> {
  const all = candidates
    .map(({ id, words, distance }) => {
      const compared = scorer.words(words);
      const estimate = distance === null ? null : estimatedCosine(distance);
      return { id, compared, likeness: scorer.likeness(compared, estimate) };
    })
    .sort((a, b) => b.likeness.score - a.likeness.score);
  if (vector === null) return all;
  const first = all.slice(0, EXACT);
  const vectors = await readVectors(
    sql,
    first.map(({ id }) => id),
  );
  for (const one of first) {
    const bytes = vectors.get(one.id);
    if (bytes !== undefined) one.likeness = scorer.likeness(one.compared, cosine(vector, bytes));
  }
  return all;
}

/**
 * What the question means, told with some of its other names; null when that cannot be computed. A short question
 * alone is easily misunderstood, and more names say little more and take longer.
 */
async function meaningOf(
  query: string,
  phrases: Phrase[],
  embedder: () => Promise<Embedder>,
): Promise<Float32Array | null> {
  const names = phrases.filter(({ beside, share }) => !beside && share >= TOLD_SHARE).slice(0, TOLD_NAMES);
  try {
    const [vector] = await (await embedder()).embed([[query, ...names.map(({ text }) => text)].join(', ')]);
    return vector ?? null;
  } catch (error) {
    logger.warn('the meaning of a question cannot be computed: words alone decide', redactError(error));
    return null;
  }
}
