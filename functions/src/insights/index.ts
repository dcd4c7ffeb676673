/** The public part of the insights domain. */
export { forgetGoneSkills } from './forgetGoneSkills.ts';
export { forgetUnusedDepartments } from './forgetUnusedDepartments.ts';
