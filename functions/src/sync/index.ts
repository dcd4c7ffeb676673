/** What other domains may use of the synchronisation. */
export { mergeSkills, SkillError } from './skills/merge.ts';
