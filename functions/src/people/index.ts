/** The public part of the people domain. */
export { forgetInSearch, forgetUnusedWords } from './search/forgetInSearch.ts';
export { findSimilarPeople } from './similarity/findSimilarPeople.ts';
export type { SimilarPerson } from './similarity/mostSimilar.ts';
export { newestPeople } from './similarity/newestPeople.ts';
export type { Candidate } from './similarity/personFilter.ts';
export { readRequester, type Requester } from './similarity/readRequester.ts';
export { similarityReason } from './similarity/similarityReason.ts';
