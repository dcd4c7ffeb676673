/** What other domains may use of the synchronisation. */
export { mergeSkills } from './skills/merge.ts';
export { skillKey } from './skills/key.ts';
