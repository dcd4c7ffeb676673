/** The public part of the careers domain. */
export { deleteUnusedTitles } from './paths/deleteUnusedTitles.ts';
