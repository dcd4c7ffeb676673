/** What other domains may use of people. */
export { readRequester, type Requester } from './similarity/requester.ts';
export type { Candidate, Card } from './similarity/candidates.ts';
export { newestClassmates } from './similarity/classmates.ts';
export { reason } from './similarity/reason.ts';
export { mostAlike } from './similarity/search.ts';
