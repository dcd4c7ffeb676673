/** The public part of the insights domain. */
export { forgetUnusedDepartments } from './forgetUnusedDepartments.ts';
