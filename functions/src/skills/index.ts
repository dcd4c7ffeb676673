/** The public part of the skills domain. */
export { EVENT_SKILLS, POST_SKILLS, USER_SKILLS } from './linkTables.ts';
export { admitWaitingSkills } from './admitWaitingSkills.ts';
export { expireUnusedSkills, forgetUnusedSkills } from './forgetUnusedSkills.ts';
export { refreshSkillCounts } from './refreshSkillCounts.ts';
export { refreshSkillNames } from './refreshSkillNames.ts';
export { refreshSkillNeighbours } from './refreshSkillNeighbours.ts';
export { skillKey } from './skillKey.ts';
export { skillLinks } from './skillLinks.ts';
export { skillList, type Skill } from './skillList.ts';
export { splitSkillName } from './splitSkillName.ts';
export { unknownSkill } from './unknownSkill.ts';
export { findVerified, verifiedSkillList, type VerifiedSkill } from './verification/verifiedSkills.ts';
