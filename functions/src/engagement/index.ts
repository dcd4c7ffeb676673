/** The public part of the engagement domain. */
export { sumOldViews } from './sumOldViews.ts';
