/** The public part of the names domain. */
export { unknownDepartment } from './unknownDepartment.ts';
