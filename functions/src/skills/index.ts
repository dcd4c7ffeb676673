/** What other domains may use of skills. */
export { skillKey } from './skillKey.ts';
export { EVENT_SKILLS, POST_SKILLS, skillLinks, USER_SKILLS } from './skillLinks.ts';
export { skillList, type Skill } from './skillList.ts';
export { refreshSkillNeighbours } from './skillNeighbours.ts';
